# Negative controls: a finding of each sanitizer fails a test. Else a build whose findings are only
# printed, or left out, would look clean.
if(ANNEALVI_SANITIZE AND NOT ANNEALVI_SANITIZE STREQUAL "thread")
  add_executable(faults ${CMAKE_CURRENT_LIST_DIR}/faults.cpp)
  target_link_libraries(faults PRIVATE annealvi_options)
  foreach(fault none address undefined leak)
    add_test(NAME sanitizers_see_${fault} COMMAND faults ${fault})
    set_tests_properties(sanitizers_see_${fault} PROPERTIES LABELS unit)
  endforeach()
  set_tests_properties(sanitizers_see_address sanitizers_see_undefined sanitizers_see_leak
                       PROPERTIES WILL_FAIL TRUE)
endif()
