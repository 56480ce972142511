# install.cmake - what `cmake --install` and cpack put where.
#
# A build makes one kind of library, static or shared. Both kinds can be installed at one place: each brings a CMake
# file of its kind, and otppConfig.cmake chooses.
set(kind static)
get_target_property(type otpp TYPE)
if(type STREQUAL "SHARED_LIBRARY")
  set(kind shared)
endif()
set(cmake_files ${CMAKE_INSTALL_LIBDIR}/cmake/otpp)

# install_library(TARGET COMPONENT_PREFIX FILE): the library, and the file by which CMake finds it.
function(install_library target prefix file)
  install(TARGETS ${target} EXPORT ${file}
    LIBRARY COMPONENT ${prefix}runtime NAMELINK_COMPONENT ${prefix}development
    ARCHIVE COMPONENT ${prefix}development)
  install(EXPORT ${file} NAMESPACE otpp:: DESTINATION ${cmake_files} COMPONENT ${prefix}development)
endfunction()

# For pkg-config. The paths are relative to the file: an installed tree can be moved. A static library needs its own
# libraries in each program; where only that is installed, `--static` need not be said.
function(install_pc name component)
  file(RELATIVE_PATH up ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
  string(REGEX REPLACE "/$" "" up "${up}")
  configure_file(${PROJECT_SOURCE_DIR}/packaging/${name}.pc.in ${PROJECT_BINARY_DIR}/${name}.pc @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/${name}.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT ${component})
endfunction()

install_library(otpp "" otpp-${kind})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/otp DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT development
  PATTERN observer.hpp EXCLUDE)
set(static_libraries "-lboost_thread -pthread")
set(otpp_private "Libs.private: ${static_libraries}")
if(kind STREQUAL "static")
  set(otpp_always " ${static_libraries}")
endif()
install_pc(otpp development)
configure_package_config_file(${PROJECT_SOURCE_DIR}/packaging/otppConfig.cmake.in ${PROJECT_BINARY_DIR}/otppConfig.cmake
  INSTALL_DESTINATION ${cmake_files})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/otppConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/otppConfig.cmake ${PROJECT_BINARY_DIR}/otppConfigVersion.cmake
  DESTINATION ${cmake_files} COMPONENT development)

# A component of its own: a program without an observer needs no HTTP library.
if(OTPP_BUILD_OBSERVER)
  install_library(otpp_observer observer_ otpp-observer-${kind})
  install(FILES ${PROJECT_SOURCE_DIR}/include/otp/observer.hpp DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/otp
    COMPONENT observer_development)
  if(kind STREQUAL "static")
    set(observer_requires "Requires: otpp cpp-httplib")
  else()
    set(observer_requires "Requires: otpp\nRequires.private: cpp-httplib")
  endif()
  install_pc(otpp-observer observer_development)
endif()
