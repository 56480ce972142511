// shim.c - preloaded into a server, it records what the server does to files and sends to clients, in one order.
//
//   cc -shared -fPIC -O1 shim.c -o shim.so -ldl
//   LD_PRELOAD=shim.so SHIM_LOG=record SHIM_DIR=/dir/of/the/log key_value_server ...
//
// Each record is one append to SHIM_LOG, so the kernel orders them, across threads and children of fork. What makes the
// check safe is which side of the call a record is written on: a send before it happens, for from then on a client may
// have the reply; all else after it has happened, for before that it may be missing. A sync has two: what it makes
// durable was written before its first, and is durable from its second on.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { DESCRIPTORS = 65536, PATH_BYTES = 512 };
enum kind {
  OPENED = 'o',
  WRITTEN = 'w',
  SYNC = 's',
  SYNCED = 'S',
  CUT = 't',
  RENAMED = 'r',
  REMOVED = 'u',
  SENT = '>',
  REFUSED = '<'
};

struct record {
  uint32_t kind, thread;
  uint64_t file;        // an inode; of a sent reply, the client's port; of a sync of the directory, 0
  uint64_t at;          // offset, length after a cut
  uint64_t time;        // nanoseconds
  uint32_t path, data;  // how many bytes of each follow
};

static int output = -1;
static char directory[PATH_BYTES];
static struct {
  uint64_t file;
  char is_directory, ours;
} files[DESCRIPTORS];  // by descriptor

#define REAL(name) ((__typeof__(&name))real(#name))
static void* real(const char* name) { return dlsym(RTLD_NEXT, name); }

__attribute__((constructor)) static void begin(void) {
  const char* log = getenv("SHIM_LOG");
  const char* dir = getenv("SHIM_DIR");
  if (log && dir) {
    snprintf(directory, sizeof directory, "%s", dir);
    output = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    output = fcntl(output, F_DUPFD_CLOEXEC, 1000);  // out of the way of what closes all low ones
  }
}

static void say(enum kind kind, uint64_t file, uint64_t at, const char* path, const struct iovec* data, int pieces,
                size_t bytes) {
  if (output < 0) return;
  const int saved = errno;
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  struct record r = {.kind = kind,
                     .thread = (uint32_t)syscall(SYS_gettid),
                     .file = file,
                     .at = at,
                     .time = (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec,
                     .path = path ? (uint32_t)strlen(path) : 0,
                     .data = (uint32_t)bytes};
  char* all = malloc(sizeof r + r.path + bytes);
  memcpy(all, &r, sizeof r);
  if (path) memcpy(all + sizeof r, path, r.path);
  size_t done = 0;
  for (int i = 0; i < pieces && done < bytes; ++i) {
    const size_t some = data[i].iov_len < bytes - done ? data[i].iov_len : bytes - done;
    memcpy(all + sizeof r + r.path + done, data[i].iov_base, some);
    done += some;
  }
  const ssize_t whole = (ssize_t)(sizeof r + r.path + bytes);
  if (syscall(SYS_write, output, all, (size_t)whole) != whole) abort();  // an order with a hole proves nothing
  free(all);
  errno = saved;
}

// Where a path leads below the directory; null: elsewhere.
static const char* below(int at, const char* path, char* place) {
  if (path[0] == '/') {
    snprintf(place, PATH_BYTES, "%s", path);
  } else {
    char name[64];
    snprintf(name, sizeof name, at == AT_FDCWD ? "/proc/self/cwd" : "/proc/self/fd/%d", at);
    const ssize_t length = readlink(name, place, PATH_BYTES - 1);
    if (length < 0) return NULL;
    snprintf(place + length, PATH_BYTES - (size_t)length, "/%s", path);
  }
  const size_t length = strlen(directory);
  if (strncmp(place, directory, length) != 0) return NULL;
  const char* rest = place + length;
  while (*rest == '/' || (rest[0] == '.' && rest[1] == '/')) ++rest;
  return rest;
}

static int opened(int fd, int at, const char* path, int flags) {
  if (fd < 0 || fd >= DESCRIPTORS) return fd;
  char place[PATH_BYTES];
  const char* name = below(at, path, place);
  struct stat s;
  files[fd].ours = 0;
  if (!name || fstat(fd, &s) != 0) return fd;
  files[fd].file = S_ISDIR(s.st_mode) ? 0 : s.st_ino;
  files[fd].is_directory = S_ISDIR(s.st_mode);
  files[fd].ours = 1;
  if (!files[fd].is_directory && (flags & O_ACCMODE) != O_RDONLY)
    say(OPENED, s.st_ino, flags & O_TRUNC ? 0 : (uint64_t)s.st_size, name, NULL, 0, 0);
  return fd;
}

static int ours(int fd) { return fd >= 0 && fd < DESCRIPTORS && files[fd].ours; }

static mode_t mode_of(int flags, va_list* rest) { return flags & (O_CREAT | __O_TMPFILE) ? va_arg(*rest, mode_t) : 0; }

#define OPEN(name)                                                       \
  int name(const char* path, int flags, ...) {                           \
    va_list rest;                                                        \
    va_start(rest, flags);                                               \
    const mode_t mode = mode_of(flags, &rest);                           \
    va_end(rest);                                                        \
    return opened(REAL(name)(path, flags, mode), AT_FDCWD, path, flags); \
  }
OPEN(open)
OPEN(open64)
#define OPENAT(name)                                                   \
  int name(int at, const char* path, int flags, ...) {                 \
    va_list rest;                                                      \
    va_start(rest, flags);                                             \
    const mode_t mode = mode_of(flags, &rest);                         \
    va_end(rest);                                                      \
    return opened(REAL(name)(at, path, flags, mode), at, path, flags); \
  }
OPENAT(openat)
OPENAT(openat64)
int creat(const char* path, mode_t mode) { return open(path, O_CREAT | O_WRONLY | O_TRUNC, mode); }

int close(int fd) {
  if (ours(fd)) files[fd].ours = 0;
  return REAL(close)(fd);
}

// What a stream of the C library has written is not seen as it is written: with its sync, all that the file holds.
static void whole(int fd) {
  char link[64], path[PATH_BYTES], place[PATH_BYTES];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  const ssize_t length = readlink(link, path, sizeof path - 1);
  struct stat s;
  if (length <= 0 || fstat(fd, &s) != 0 || !S_ISREG(s.st_mode)) return;
  path[length] = 0;
  const char* name = below(AT_FDCWD, path, place);
  if (!name) return;
  say(OPENED, s.st_ino, 0, name, NULL, 0, 0);
  char* all = malloc((size_t)s.st_size + 1);
  const int reads = (int)syscall(SYS_openat, AT_FDCWD, link, O_RDONLY);
  const ssize_t got = pread(reads, all, (size_t)s.st_size, 0);
  REAL(close)(reads);
  const struct iovec piece = {all, got > 0 ? (size_t)got : 0};
  say(WRITTEN, s.st_ino, 0, NULL, &piece, 1, piece.iov_len);
  free(all);
  files[fd].file = s.st_ino;
  files[fd].is_directory = 0;
  say(SYNC, s.st_ino, 0, NULL, NULL, 0, 0);
  say(SYNCED, s.st_ino, 0, NULL, NULL, 0, 0);
}

#define SYNC_BY(name)                                                          \
  int name(int fd) {                                                           \
    const int mine = ours(fd);                                                 \
    if (mine) say(SYNC, files[fd].file, 0, NULL, NULL, 0, 0);                  \
    const int result = REAL(name)(fd);                                         \
    if (mine && result == 0) say(SYNCED, files[fd].file, 0, NULL, NULL, 0, 0); \
    if (!mine && result == 0) whole(fd);                                       \
    return result;                                                             \
  }
SYNC_BY(fsync)
SYNC_BY(fdatasync)

static int truncated(int fd, off_t length, int result) {
  if (result == 0 && ours(fd)) say(CUT, files[fd].file, (uint64_t)length, NULL, NULL, 0, 0);
  return result;
}
int ftruncate(int fd, off_t length) { return truncated(fd, length, REAL(ftruncate)(fd, length)); }
int ftruncate64(int fd, off64_t length) { return truncated(fd, length, REAL(ftruncate64)(fd, length)); }

static int renamed(int result, int from_at, const char* from, int to_at, const char* to) {
  char a[PATH_BYTES], b[PATH_BYTES];
  const char* old = below(from_at, from, a);
  const char* now = below(to_at, to, b);
  if (result == 0 && old && now) {
    const struct iovec piece = {(void*)now, strlen(now)};
    say(RENAMED, 0, 0, old, &piece, 1, piece.iov_len);
  }
  return result;
}
int rename(const char* from, const char* to) { return renamed(REAL(rename)(from, to), AT_FDCWD, from, AT_FDCWD, to); }
int renameat(int a, const char* from, int b, const char* to) {
  return renamed(REAL(renameat)(a, from, b, to), a, from, b, to);
}

static int removed(int result, int at, const char* path) {
  char place[PATH_BYTES];
  const char* name = below(at, path, place);
  if (result == 0 && name) say(REMOVED, 0, 0, name, NULL, 0, 0);
  return result;
}
int unlink(const char* path) { return removed(REAL(unlink)(path), AT_FDCWD, path); }
int unlinkat(int at, const char* path, int flags) { return removed(REAL(unlinkat)(at, path, flags), at, path); }
int remove(const char* path) { return removed(REAL(remove)(path), AT_FDCWD, path); }

// The port of the client at the other end; 0: no such socket.
static unsigned client_of(int fd) {
  struct sockaddr_in6 other;
  socklen_t length = sizeof other;
  if (getpeername(fd, (struct sockaddr*)&other, &length) != 0) return 0;
  if (other.sin6_family != AF_INET && other.sin6_family != AF_INET6) return 0;
  return ntohs(other.sin6_port);  // at the same place in both
}

static size_t size_of(const struct iovec* data, int pieces) {
  size_t bytes = 0;
  for (int i = 0; i < pieces; ++i) bytes += data[i].iov_len;
  return bytes;
}

static void about_to_send(int fd, const struct iovec* data, int pieces) {
  if (output < 0) return;
  const int saved = errno;
  const unsigned port = client_of(fd);
  if (port) say(SENT, port, 0, NULL, data, pieces, size_of(data, pieces));
  errno = saved;
}

// Of what was about to be sent, the kernel has not taken all: the last `at` bytes were not sent.
static ssize_t has_sent(int fd, const struct iovec* data, int pieces, ssize_t done) {
  const size_t bytes = size_of(data, pieces), taken = done > 0 ? (size_t)done : 0;
  if (output >= 0 && taken < bytes) {
    const int saved = errno;
    const unsigned port = client_of(fd);
    if (port) say(REFUSED, port, bytes - taken, NULL, NULL, 0, 0);
    errno = saved;
  }
  return done;
}

static void has_written(int fd, const struct iovec* data, int pieces, ssize_t done, int64_t offset) {
  if (done <= 0 || !ours(fd)) return;
  const uint64_t at = offset >= 0 ? (uint64_t)offset : (uint64_t)(lseek(fd, 0, SEEK_CUR) - done);
  say(WRITTEN, files[fd].file, at, NULL, data, pieces, (size_t)done);
}

ssize_t write(int fd, const void* data, size_t bytes) {
  const struct iovec piece = {(void*)data, bytes};
  if (!ours(fd)) about_to_send(fd, &piece, 1);
  const ssize_t done = REAL(write)(fd, data, bytes);
  if (!ours(fd)) has_sent(fd, &piece, 1, done);
  has_written(fd, &piece, 1, done, -1);
  return done;
}
ssize_t writev(int fd, const struct iovec* data, int pieces) {
  if (!ours(fd)) about_to_send(fd, data, pieces);
  const ssize_t done = REAL(writev)(fd, data, pieces);
  if (!ours(fd)) has_sent(fd, data, pieces, done);
  has_written(fd, data, pieces, done, -1);
  return done;
}
ssize_t pwrite(int fd, const void* data, size_t bytes, off_t offset) {
  const struct iovec piece = {(void*)data, bytes};
  const ssize_t done = REAL(pwrite)(fd, data, bytes, offset);
  has_written(fd, &piece, 1, done, offset);
  return done;
}
ssize_t pwrite64(int fd, const void* data, size_t bytes, off64_t offset) { return pwrite(fd, data, bytes, offset); }
ssize_t send(int fd, const void* data, size_t bytes, int flags) {
  const struct iovec piece = {(void*)data, bytes};
  about_to_send(fd, &piece, 1);
  return has_sent(fd, &piece, 1, REAL(send)(fd, data, bytes, flags));
}
ssize_t sendto(int fd, const void* data, size_t bytes, int flags, const struct sockaddr* to, socklen_t length) {
  const struct iovec piece = {(void*)data, bytes};
  about_to_send(fd, &piece, 1);
  return has_sent(fd, &piece, 1, REAL(sendto)(fd, data, bytes, flags, to, length));
}
ssize_t sendmsg(int fd, const struct msghdr* message, int flags) {
  about_to_send(fd, message->msg_iov, (int)message->msg_iovlen);
  return has_sent(fd, message->msg_iov, (int)message->msg_iovlen, REAL(sendmsg)(fd, message, flags));
}
