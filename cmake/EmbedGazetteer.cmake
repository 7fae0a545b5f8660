# Writes OUTPUT from the tab-separated INPUT: Hebrew name, English name, spellings.

file(STRINGS "${INPUT}" lines ENCODING UTF-8)
set(text "#include \"insight/gazetteer.h\"\n\nnamespace kolog::insight {\n\nstd::span<const PlaceRow> gazetteer_rows() {\n")
string(APPEND text "  static constexpr PlaceRow rows[] = {\n")
foreach(line IN LISTS lines)
  string(REPLACE "\\" "\\\\" line "${line}")
  string(REPLACE "\"" "\\\"" line "${line}")
  string(REPLACE "\t" "\", \"" line "${line}")
  string(APPEND text "      {\"${line}\"},\n")
endforeach()
string(APPEND text "  };\n  return rows;\n}\n\n}  // namespace kolog::insight\n")
file(WRITE "${OUTPUT}" "${text}")
