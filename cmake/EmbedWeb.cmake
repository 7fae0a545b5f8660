# Writes OUTPUT, a C++ source that holds every file under ROOT, by the assembler's .incbin.

set(types
    "html=text/html; charset=utf-8" "js=text/javascript; charset=utf-8" "css=text/css; charset=utf-8" "svg=image/svg+xml"
    "woff2=font/woff2" "png=image/png" "ico=image/x-icon" "json=application/json" "webmanifest=application/manifest+json"
    "txt=text/plain; charset=utf-8")

file(GLOB_RECURSE files RELATIVE "${ROOT}" "${ROOT}/*")
list(SORT files)
set(declarations "")
set(rows "")
set(number 0)
foreach(file IN LISTS files)
  cmake_path(GET file EXTENSION LAST_ONLY extension)
  string(REPLACE "." "" extension "${extension}")
  set(type "application/octet-stream")
  foreach(pair IN LISTS types)
    if(pair MATCHES "^${extension}=(.*)$")
      set(type "${CMAKE_MATCH_1}")
    endif()
  endforeach()
  file(SIZE "${ROOT}/${file}" size)
  file(SHA256 "${ROOT}/${file}" hash)
  string(SUBSTRING "${hash}" 0 16 etag)
  set(immutable false)
  if(file MATCHES "^assets/")
    set(immutable true)
  endif()
  set(symbol "kolog_web_asset_${number}")
  string(APPEND declarations
         "asm(\".section .rodata\\n${symbol}:\\n.incbin \\\"${ROOT}/${file}\\\"\\n.byte 0\\n.previous\\n\");\n"
         "extern \"C\" const std::byte ${symbol}[];\n")
  string(APPEND rows "      {\"/${file}\", \"${type}\", {${symbol}, ${size}}, \"${etag}\", ${immutable}},\n")
  math(EXPR number "${number} + 1")
endforeach()
file(WRITE "${OUTPUT}"
     "#include \"api/web_assets.h\"\n\n${declarations}\nnamespace kolog::api {\n\nstd::span<const WebAsset> web_assets() {\n"
     "  static const WebAsset assets[] = {\n${rows}  };\n  return assets;\n}\n\n}  // namespace kolog::api\n")
