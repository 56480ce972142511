# Runs a program and compares what it prints, byte for byte, with what it should print. Standard error is shown only.
#   cmake -DPROGRAM=... -DEXPECTED=... -DACTUAL=... -P compare_output.cmake
# PROGRAM is run; EXPECTED is the file to compare with; ACTUAL is where the output is kept.
cmake_minimum_required(VERSION 3.25)

foreach(needed PROGRAM EXPECTED ACTUAL)
  if(NOT DEFINED ${needed})
    message(FATAL_ERROR "compare_output.cmake: -D${needed}=... is missing")
  endif()
endforeach()

execute_process(COMMAND "${PROGRAM}" OUTPUT_FILE "${ACTUAL}" RESULT_VARIABLE status)
execute_process(COMMAND "${CMAKE_COMMAND}" -E compare_files "${EXPECTED}" "${ACTUAL}"
  RESULT_VARIABLE different OUTPUT_QUIET ERROR_QUIET)

if(NOT different EQUAL 0)
  foreach(which EXPECTED ACTUAL)
    set(text "(there is no such file)\n")
    set(size 0)
    if(EXISTS "${${which}}")
      file(READ "${${which}}" text)
      file(SIZE "${${which}}" size)
    endif()
    message(NOTICE "---- ${which}: ${${which}} (${size} bytes)\n${text}")
  endforeach()
  message(NOTICE "----")
  message(SEND_ERROR "The output is not the expected one.")
endif()
if(NOT status EQUAL 0)
  message(SEND_ERROR "The program has ended with status ${status}.")
endif()
