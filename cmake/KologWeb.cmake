# The page: built by Vite, then built into the program as kolog_web. Without KOLOG_WEB the program has no page.

set(generated "${PROJECT_BINARY_DIR}/generated/web_assets.cpp")
if(KOLOG_WEB)
  find_program(NODE_PROGRAM node REQUIRED)
  set(vite "${PROJECT_SOURCE_DIR}/node_modules/vite/bin/vite.js")
  if(NOT EXISTS "${vite}")
    message(FATAL_ERROR "The page's npm packages are missing: run `./dev build`, or `npm ci` and then CMake, or give -DKOLOG_WEB=OFF")
  endif()
  file(GLOB_RECURSE web_sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/web/src/*" "${PROJECT_SOURCE_DIR}/web/public/*")
  set(web_output "${PROJECT_BINARY_DIR}/web")
  add_custom_command(
    OUTPUT "${generated}"
    COMMAND "${NODE_PROGRAM}" "${vite}" build --outDir "${web_output}" --emptyOutDir --logLevel warn
    COMMAND "${CMAKE_COMMAND}" -DOUTPUT=${generated} -DROOT=${web_output} -P "${PROJECT_SOURCE_DIR}/cmake/EmbedWeb.cmake"
    DEPENDS ${web_sources} "${PROJECT_SOURCE_DIR}/web/index.html" "${PROJECT_SOURCE_DIR}/web/vite.config.ts"
            "${PROJECT_SOURCE_DIR}/package-lock.json" "${PROJECT_SOURCE_DIR}/cmake/EmbedWeb.cmake"
    WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}/web"
    COMMENT "Building the page"
    VERBATIM)
else()
  file(WRITE "${generated}"
       "#include \"api/web_assets.h\"\n\nnamespace kolog::api {\nstd::span<const WebAsset> web_assets() { return {}; }\n}\n")
endif()
add_library(kolog_web STATIC "${generated}")
target_include_directories(kolog_web PUBLIC "${PROJECT_SOURCE_DIR}/src")
