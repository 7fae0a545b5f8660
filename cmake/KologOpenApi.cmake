# src/api/openapi.json, built in as one generated source.

set(openapi_document "${PROJECT_SOURCE_DIR}/src/api/openapi.json")
set(openapi_source "${PROJECT_BINARY_DIR}/generated/openapi.cpp")
add_custom_command(
  OUTPUT "${openapi_source}"
  COMMAND "${CMAKE_COMMAND}" -DOUTPUT=${openapi_source} -DDOCUMENT=${openapi_document}
          -P "${PROJECT_SOURCE_DIR}/cmake/EmbedOpenApi.cmake"
  DEPENDS "${openapi_document}" "${PROJECT_SOURCE_DIR}/cmake/EmbedOpenApi.cmake"
  VERBATIM)
add_library(kolog_openapi STATIC "${openapi_source}")
target_include_directories(kolog_openapi PUBLIC "${PROJECT_SOURCE_DIR}/src")
