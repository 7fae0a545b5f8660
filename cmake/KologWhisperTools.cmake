# whisper.cpp's own programs, built from the same tree and linked to the same library as Kolog: whisper-server is what the
# tests of the speech engine `openai` talk to, whisper-cli what a benchmark compares with. Not part of `all`:
# `cmake --build … --target whisper_tools`. An installed whisper.cpp brings its own.

if(NOT (KOLOG_TESTS OR KOLOG_BENCHMARKS))
  return()
endif()
add_custom_target(whisper_tools)
if(whisper_FOUND)
  return()
endif()

get_target_property(whisper_source_dir whisper SOURCE_DIR)
cmake_path(SET whisper_examples NORMALIZE "${whisper_source_dir}/../examples")
add_library(whisper_examples STATIC EXCLUDE_FROM_ALL
  "${whisper_examples}/common.cpp" "${whisper_examples}/common-whisper.cpp" "${whisper_examples}/grammar-parser.cpp")
target_include_directories(whisper_examples SYSTEM PUBLIC "${whisper_examples}")
target_link_libraries(whisper_examples PUBLIC whisper Threads::Threads)
add_executable(whisper-server EXCLUDE_FROM_ALL "${whisper_examples}/server/server.cpp")
add_executable(whisper-cli EXCLUDE_FROM_ALL "${whisper_examples}/cli/cli.cpp")
foreach(tool whisper-server whisper-cli)
  target_link_libraries(${tool} PRIVATE whisper_examples)
  set_target_properties(${tool} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}")
  add_dependencies(whisper_tools ${tool})
endforeach()
foreach(target whisper_examples whisper-server whisper-cli)
  # As in KologWhisper.cmake: their warnings are their own home's to mend.
  target_compile_options(${target} PRIVATE -w)
  set_target_properties(${target} PROPERTIES CXX_CLANG_TIDY "")
endforeach()
