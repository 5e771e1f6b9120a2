# Installs into the build tree, then configures, builds and runs the user's project beside this file
# against that install. Not under the sanitizers: their link flags are not exported.
if(NOT ANNEALVI_SANITIZE)
  set(consumer_folder ${PROJECT_BINARY_DIR}/consumer)
  add_test(NAME package_install COMMAND ${CMAKE_COMMAND} --install ${PROJECT_BINARY_DIR}
           --prefix ${consumer_folder}/prefix)
  add_test(NAME package_consumer COMMAND ${CMAKE_CTEST_COMMAND}
           --build-and-test ${CMAKE_CURRENT_LIST_DIR} ${consumer_folder}/build
           --build-generator ${CMAKE_GENERATOR}
           --build-options -DCMAKE_PREFIX_PATH=${consumer_folder}/prefix
                           -DCMAKE_CXX_COMPILER=${CMAKE_CXX_COMPILER} -DCMAKE_BUILD_TYPE=Release
           --test-command consumer)
  set_tests_properties(package_install PROPERTIES FIXTURES_SETUP package LABELS consumer)
  set_tests_properties(package_consumer PROPERTIES FIXTURES_REQUIRED package LABELS consumer)
endif()
