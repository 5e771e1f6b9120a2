# A Slurm of our own on the loopback: scripts/install-dependencies.sh --with cluster.
find_package(Python3 3.9 COMPONENTS Interpreter REQUIRED)
find_program(ANNEALVI_SLURMCTLD slurmctld PATHS /usr/sbin)
if(ANNEALVI_SLURMCTLD)
  add_test(NAME slurm_test COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_LIST_DIR}/slurm_test.py
                                   $<TARGET_FILE:annealvi_program>)
  set_tests_properties(slurm_test PROPERTIES LABELS "cluster;slow" SKIP_RETURN_CODE 77 RUN_SERIAL ON)
endif()

find_program(ANNEALVI_MPIRUN mpirun)
if(ANNEALVI_MPI AND ANNEALVI_MPIRUN)
  add_test(NAME ranks_test COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_LIST_DIR}/ranks_test.py
                                   $<TARGET_FILE:annealvi_program> ${ANNEALVI_MPIRUN})
  set_tests_properties(ranks_test PROPERTIES LABELS cli)
endif()
