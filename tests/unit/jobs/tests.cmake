annealvi_test(${CMAKE_CURRENT_LIST_DIR}/threads_test.cpp unit annealvi_jobs)
annealvi_test(${CMAKE_CURRENT_LIST_DIR}/executor_test.cpp unit annealvi_jobs)
annealvi_test(${CMAKE_CURRENT_LIST_DIR}/store_test.cpp unit annealvi_jobs SQLite::SQLite3)
