# Writes OUTPUT: the lines of the tab-separated INPUT as `std::span<const char* const> NAME()` in kolog::insight.

file(STRINGS "${INPUT}" lines ENCODING UTF-8)
set(text "#include \"insight/learned_tables.h\"\n\nnamespace kolog::insight {\n\nstd::span<const char* const> ${NAME}() {\n")
string(APPEND text "  static constexpr const char* lines[] = {\n")
foreach(line IN LISTS lines)
  string(REPLACE "\\" "\\\\" line "${line}")
  string(REPLACE "\"" "\\\"" line "${line}")
  string(REPLACE "\t" "\\t" line "${line}")
  string(APPEND text "      \"${line}\",\n")
endforeach()
string(APPEND text "  };\n  return lines;\n}\n\n}  // namespace kolog::insight\n")
file(WRITE "${OUTPUT}" "${text}")
