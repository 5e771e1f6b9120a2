find_package(Python3 3.9 COMPONENTS Interpreter REQUIRED)
add_test(NAME headers_test COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_LIST_DIR}/headers_test.py
         ${PROJECT_SOURCE_DIR})
set_tests_properties(headers_test PROPERTIES LABELS unit SKIP_RETURN_CODE 77)
add_test(NAME file_lengths_test COMMAND ${Python3_EXECUTABLE}
         ${CMAKE_CURRENT_LIST_DIR}/file_lengths_test.py ${PROJECT_SOURCE_DIR})
set_tests_properties(file_lengths_test PROPERTIES LABELS unit)
