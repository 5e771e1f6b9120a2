annealvi_test(${CMAKE_CURRENT_LIST_DIR}/solve_ode_test.cpp unit annealvi_integrate)
annealvi_test(${CMAKE_CURRENT_LIST_DIR}/solve_ode_events_test.cpp unit annealvi_integrate)
annealvi_test(${CMAKE_CURRENT_LIST_DIR}/solve_ode_failures_test.cpp unit annealvi_integrate)
annealvi_test(${CMAKE_CURRENT_LIST_DIR}/solve_ode_allocation_test.cpp unit annealvi_integrate)
