foreach(name flow_map_test flow_gradient_test flow_training_test flow_allocation_test
        checkpoint_test adam_test)
  annealvi_test(${CMAKE_CURRENT_LIST_DIR}/${name}.cpp unit annealvi_realnvp Eigen3::Eigen)
endforeach()
