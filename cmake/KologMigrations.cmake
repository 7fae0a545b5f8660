# The SQL files under migrations/, built in as one generated source: name, text.

set(generated "${PROJECT_BINARY_DIR}/generated/migrations.cpp")
file(GLOB migration_files CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/migrations/*/*.sql")
add_custom_command(
  OUTPUT "${generated}"
  COMMAND "${CMAKE_COMMAND}" -DOUTPUT=${generated} -DROOT=${PROJECT_SOURCE_DIR}/migrations
          -P "${PROJECT_SOURCE_DIR}/cmake/EmbedMigrations.cmake"
  DEPENDS ${migration_files} "${PROJECT_SOURCE_DIR}/cmake/EmbedMigrations.cmake"
  VERBATIM)
add_library(kolog_migrations STATIC "${generated}")
target_include_directories(kolog_migrations PUBLIC "${PROJECT_SOURCE_DIR}/src")
