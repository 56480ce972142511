# cpack.cmake - the Debian packages: `scripts/package` makes them of a static and a shared build.
#
#   libotpp0.2           what a program needs to run                  libotpp-observer0.2
#   libotpp-dev          ... and to be built                          libotpp-observer-dev
#
# The number in the name is that of the soname: programs of two minor versions live side by side.
set(soname ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
set(CPACK_PACKAGE_NAME otpp)
set(CPACK_PACKAGE_CONTACT "the otp++ authors <otpp@localhost>")
set(CPACK_DEBIAN_PACKAGE_SECTION libs)
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
# Which packages the libraries come from, the C++ library's and Boost's, dpkg finds out.
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS ${PROJECT_BINARY_DIR})
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(triggers ${PROJECT_SOURCE_DIR}/packaging/triggers)  # ldconfig runs

# deb(COMPONENT NAME SECTION SENTENCE DEPENDS)
macro(deb component name section sentence depends)
  string(TOUPPER ${component} upper)
  set(CPACK_DEBIAN_${upper}_PACKAGE_NAME ${name})
  set(CPACK_DEBIAN_${upper}_PACKAGE_SECTION ${section})
  set(CPACK_DEBIAN_${upper}_PACKAGE_DEPENDS "${depends}")
  set(CPACK_DEBIAN_${upper}_DESCRIPTION "${sentence}")
endmacro()
set(same "(= ${PROJECT_VERSION})")
deb(runtime libotpp${soname} libs "${PROJECT_DESCRIPTION} (shared library)" "")
deb(development libotpp-dev libdevel "${PROJECT_DESCRIPTION} (headers, static library)"
  "libotpp${soname} ${same}, libboost-thread-dev")
deb(observer_runtime libotpp-observer${soname} libs "otpp's observer, a web page of a program's actors (shared library)"
  "libotpp${soname} ${same}")
deb(observer_development libotpp-observer-dev libdevel "otpp's observer (header, static library)"
  "libotpp-observer${soname} ${same}, libotpp-dev ${same}, libcpp-httplib-dev, pkg-config")
set(CPACK_DEBIAN_RUNTIME_PACKAGE_CONTROL_EXTRA ${triggers})
set(CPACK_DEBIAN_OBSERVER_RUNTIME_PACKAGE_CONTROL_EXTRA ${triggers})
set(CPACK_COMPONENTS_ALL runtime development)
if(OTPP_BUILD_OBSERVER)
  list(APPEND CPACK_COMPONENTS_ALL observer_runtime observer_development)
endif()
include(CPack)
