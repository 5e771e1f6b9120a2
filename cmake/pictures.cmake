# Who draws, told to the one file that asks; see src/output/pictures.hpp. A Python of the
# distribution comes before others on PATH: its packages are the dependencies.
if(NOT Python3_EXECUTABLE AND EXISTS /usr/bin/python3)
  set(Python3_EXECUTABLE /usr/bin/python3)
endif()
find_package(Python3 COMPONENTS Interpreter)
set_source_files_properties(${PROJECT_SOURCE_DIR}/src/output/pictures.cpp PROPERTIES
  SKIP_PRECOMPILE_HEADERS ON COMPILE_DEFINITIONS "ANNEALVI_PYTHON=\"${Python3_EXECUTABLE}\";\
ANNEALVI_PYTHON_SOURCES=\"${PROJECT_SOURCE_DIR}/python\"")

install(DIRECTORY ${PROJECT_SOURCE_DIR}/python/annealvi/plot
        DESTINATION share/annealvi/python/annealvi FILES_MATCHING PATTERN "*.py"
        PATTERN "*.mplstyle" PATTERN __pycache__ EXCLUDE)
set(table_files __init__.py arguments.py errors.py table.py units.py)
list(TRANSFORM table_files PREPEND ${PROJECT_SOURCE_DIR}/python/annealvi/)
install(FILES ${table_files} DESTINATION share/annealvi/python/annealvi)
