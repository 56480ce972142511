// fuzz_parser.cpp - libFuzzer's way into the parser of requests: the same requests, however the bytes are cut.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "key_value_server/resp.hpp"

namespace {

struct outcome {
  std::vector<kv::words> requests;
  std::string refusal;
  bool operator==(const outcome&) const = default;
};

/// What is read of bytes that come in pieces of so many.
outcome read(std::string_view bytes, std::size_t piece) {
  constexpr kv::limits few{.words = 64, .bytes = 4096, .line = 256};
  kv::request_reader reader(few);
  outcome all;
  try {
    for (; !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size()))) {
      reader.add(bytes.substr(0, piece));
      while (auto request = reader.next()) {
        std::size_t size = 0;
        for (const std::string& word : *request) size += word.size();
        if (request->size() > std::max(few.words, few.line)) std::abort();
        if (size > few.bytes) std::abort();
        all.requests.push_back(*std::move(request));
      }
    }
  } catch (const kv::protocol_error& e) {
    all.refusal = e.what();
  }
  return all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  // The first byte says how it is cut: in pieces, and at once.
  const std::size_t piece = 1 + data[0] % 16U;
  if (read(bytes.substr(1), piece) != read(bytes.substr(1), size)) std::abort();
  return 0;
}
