# The table of places, src/insight/gazetteer.tsv, built in as one generated source.

set(gazetteer_source "${PROJECT_BINARY_DIR}/generated/gazetteer.cpp")
add_custom_command(
  OUTPUT "${gazetteer_source}"
  COMMAND "${CMAKE_COMMAND}" -DOUTPUT=${gazetteer_source} -DINPUT=${PROJECT_SOURCE_DIR}/src/insight/gazetteer.tsv
          -P "${PROJECT_SOURCE_DIR}/cmake/EmbedGazetteer.cmake"
  DEPENDS "${PROJECT_SOURCE_DIR}/src/insight/gazetteer.tsv" "${PROJECT_SOURCE_DIR}/cmake/EmbedGazetteer.cmake"
  VERBATIM)
add_library(kolog_gazetteer STATIC "${gazetteer_source}")
target_include_directories(kolog_gazetteer PUBLIC "${PROJECT_SOURCE_DIR}/src")
