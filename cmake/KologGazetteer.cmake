# The table of places, src/insight/gazetteer.tsv, and what was learned from labelled calls, built in as generated sources.

set(gazetteer_source "${PROJECT_BINARY_DIR}/generated/gazetteer.cpp")
add_custom_command(
  OUTPUT "${gazetteer_source}"
  COMMAND "${CMAKE_COMMAND}" -DOUTPUT=${gazetteer_source} -DINPUT=${PROJECT_SOURCE_DIR}/src/insight/gazetteer.tsv
          -P "${PROJECT_SOURCE_DIR}/cmake/EmbedGazetteer.cmake"
  DEPENDS "${PROJECT_SOURCE_DIR}/src/insight/gazetteer.tsv" "${PROJECT_SOURCE_DIR}/cmake/EmbedGazetteer.cmake"
  VERBATIM)
set(learned_sources)
foreach(table intent_words outcome_words urgency_words service_words service_weights city_weights)
  set(learned_source "${PROJECT_BINARY_DIR}/generated/${table}.cpp")
  set(learned_table "${PROJECT_SOURCE_DIR}/src/insight/${table}.tsv")
  add_custom_command(
    OUTPUT "${learned_source}"
    COMMAND "${CMAKE_COMMAND}" -DOUTPUT=${learned_source} -DINPUT=${learned_table} -DNAME=${table}
            -P "${PROJECT_SOURCE_DIR}/cmake/EmbedTable.cmake"
    DEPENDS "${learned_table}" "${PROJECT_SOURCE_DIR}/cmake/EmbedTable.cmake"
    VERBATIM)
  list(APPEND learned_sources "${learned_source}")
endforeach()
add_library(kolog_gazetteer STATIC "${gazetteer_source}" ${learned_sources})
target_include_directories(kolog_gazetteer PUBLIC "${PROJECT_SOURCE_DIR}/src")
