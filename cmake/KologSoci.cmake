# SOCI's core and its SQLite backend. Debian's package has no CMake files.

find_path(SOCI_INCLUDE_DIR soci/soci.h REQUIRED)
find_library(SOCI_CORE_LIBRARY soci_core REQUIRED)
find_library(SOCI_SQLITE3_LIBRARY soci_sqlite3 REQUIRED)

add_library(kolog_soci INTERFACE)
target_include_directories(kolog_soci SYSTEM INTERFACE "${SOCI_INCLUDE_DIR}")
target_link_libraries(kolog_soci INTERFACE "${SOCI_SQLITE3_LIBRARY}" "${SOCI_CORE_LIBRARY}" PkgConfig::SQLITE)
