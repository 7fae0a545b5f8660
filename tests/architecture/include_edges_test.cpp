// SPDX-License-Identifier: Apache-2.0
// The folders of src/ and app/ include each other as cmake/layers.txt says, and not otherwise.
#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kolog {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

namespace fs = std::filesystem;

/// Each folder with those that it builds on.
using Layers = std::map<std::string, std::set<std::string>>;
using Complaints = std::vector<std::string>;

struct SourceFile {
  std::string path;  // from the repository's root: `src/twilio/twiml.cpp`
  std::string text;
};

// Implementations behind an interface of their folder: app/ alone chooses among them.
constexpr std::array<std::string_view, 9> kImplementations = {
    "disk_", "s3_", "whisper_", "openai_", "lexicon_", "llm_", "curl_", "sqlite_", "postgres_"};

Layers parse_layers(std::string_view text) {
  Layers layers;
  std::istringstream lines{std::string(text)};
  for (std::string line; std::getline(lines, line);) {
    const auto colon = line.find(':');
    if (line.starts_with('#') || colon == line.npos) continue;
    std::istringstream below(line.substr(colon + 1));
    layers[line.substr(0, colon)] = {std::istream_iterator<std::string>(below), {}};
  }
  return layers;
}

/// Each folder with all that it builds on, directly or not; a folder that builds on itself is in its own set.
Layers closure_of(Layers layers) {
  for (bool grown = true; grown;) {
    grown = false;
    for (auto& [folder, below] : layers) {
      for (const auto& next : std::set<std::string>(below)) {
        for (const auto& further : layers[next]) grown |= below.insert(further).second;
      }
    }
  }
  return layers;
}

/// `twilio` of `src/twilio/twiml.cpp`, `app` of `app/main.cpp`.
std::string folder_of(const std::string& path) {
  const fs::path parts(path);
  auto part = parts.begin();
  if (*part == "src") ++part;
  return part->string();
}

/// What stands between the quotes of an #include line.
std::optional<std::string> quoted_include(std::string_view line) {
  line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
  if (!line.starts_with('#')) return std::nullopt;
  line.remove_prefix(1);
  line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
  if (!line.starts_with("include")) return std::nullopt;
  const auto open = line.find('"');
  const auto close = line.find('"', open + 1);
  if (open == line.npos || close == line.npos) return std::nullopt;
  return std::string(line.substr(open + 1, close - open - 1));
}

bool is_implementation(const std::string& included) {
  const auto name = fs::path(included).filename().string();
  return std::ranges::any_of(kImplementations,
                             [&name](std::string_view prefix) { return name.starts_with(prefix); });
}

std::optional<std::string> complaint_about(const std::string& path, const std::string& included,
                                           const Layers& closure) {
  // What tests share lies outside of the layers, and a test wires by hand what app/ wires in the program.
  const bool is_test = path.ends_with("_test.cpp");
  if (is_test && included.starts_with("support/")) return std::nullopt;
  const auto folder = folder_of(path);
  if (included.find('/') == included.npos) return "the path does not begin with a folder";
  const auto other = folder_of(included);
  if (folder == other || folder == "app") return std::nullopt;
  const auto allowed = closure.find(folder);
  if (allowed == closure.end()) return folder + " is not in cmake/layers.txt";
  if (!allowed->second.contains(other)) return folder + " does not build on " + other;
  if (!is_test && is_implementation(included)) return "an implementation, which only app may choose";
  return std::nullopt;
}

Complaints wrong_includes(const std::vector<SourceFile>& files, const Layers& layers) {
  Complaints complaints;
  const auto closure = closure_of(layers);
  for (const auto& file : files) {
    std::istringstream lines(file.text);
    std::string line;
    for (int number = 1; std::getline(lines, line); ++number) {
      const auto included = quoted_include(line);
      if (!included) continue;
      if (const auto why = complaint_about(file.path, *included, closure)) {
        complaints.push_back(file.path + ":" + std::to_string(number) + " includes " + *included + ": " +
                             *why);
      }
    }
  }
  return complaints;
}

Complaints wrong_heads(const std::vector<SourceFile>& files) {
  Complaints complaints;
  for (const auto& file : files) {
    if (!file.text.starts_with("// SPDX-License-Identifier: "))
      complaints.push_back(file.path + ": no SPDX line");
    if (file.path.ends_with(".h") && file.text.find("\n#pragma once\n") == file.text.npos) {
      complaints.push_back(file.path + ": no #pragma once");
    }
  }
  return complaints;
}

Complaints wrong_layers(const std::set<std::string>& folders, const Layers& layers) {
  Complaints complaints;
  for (const auto& folder : folders) {
    if (!layers.contains(folder)) complaints.push_back("src/" + folder + " is not in cmake/layers.txt");
  }
  for (const auto& [folder, below] : layers) {
    if (!folders.contains(folder))
      complaints.push_back("cmake/layers.txt names src/" + folder + ", which is not there");
    for (const auto& other : below) {
      if (!layers.contains(other))
        complaints.push_back(folder + " builds on " + other + ", which has no line");
    }
  }
  for (const auto& [folder, below] : closure_of(layers)) {
    if (below.contains(folder)) complaints.push_back(folder + " builds on itself");
  }
  return complaints;
}

std::string content_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

const fs::path kRoot = KOLOG_SOURCE_DIR;

std::vector<SourceFile> real_files() {
  std::vector<SourceFile> files;
  for (const auto* top : {"src", "app"}) {
    for (const auto& entry : fs::recursive_directory_iterator(kRoot / top)) {
      const auto extension = entry.path().extension();
      if (extension != ".h" && extension != ".cpp") continue;
      files.push_back({fs::relative(entry.path(), kRoot).string(), content_of(entry.path())});
    }
  }
  std::ranges::sort(files, {}, &SourceFile::path);
  return files;
}

Layers real_layers() {
  return parse_layers(content_of(kRoot / "cmake/layers.txt"));
}

const Layers kMadeUp = {{"base", {}},
                        {"domain", {"base"}},
                        {"http", {"base"}},
                        {"twilio", {"http", "domain"}},
                        {"webhooks", {"http"}}};

TEST(IncludeEdges, AreThoseOfTheLayersAlone) {
  const auto files = real_files();
  ASSERT_GT(files.size(), 50U) << "not looking at the sources";
  EXPECT_THAT(wrong_includes(files, real_layers()), IsEmpty());
}

TEST(IncludeEdges, EveryFileNamesItsLicenceAndEveryHeaderIsReadOnce) {
  EXPECT_THAT(wrong_heads(real_files()), IsEmpty());
}

TEST(IncludeEdges, FoldersAndLayersAreTheSame) {
  std::set<std::string> folders;
  for (const auto& entry : fs::directory_iterator(kRoot / "src")) {
    if (entry.is_directory()) folders.insert(entry.path().filename().string());
  }
  EXPECT_THAT(wrong_layers(folders, real_layers()), IsEmpty());
}

TEST(IncludeEdgesChecker, AllowsWhatTheLayersReachOverSeveralSteps) {
  EXPECT_THAT(wrong_includes({{"src/twilio/a.cpp", "#include \"twilio/a.h\"\n#include \"base/log.h\"\n"},
                              {"app/main.cpp", "#include \"twilio/a.h\"\n#include \"http/curl_client.h\"\n"},
                              {"src/http/a.cpp", "#include \"http/curl_client.h\"\n#include <vector>\n"}},
                             kMadeUp),
              IsEmpty());
}

TEST(IncludeEdgesChecker, NamesFileLineAndReasonOfAForbiddenEdge) {
  EXPECT_THAT(
      wrong_includes({{"src/twilio/a.cpp", "\n  #  include \"webhooks/sender.h\"\n"}}, kMadeUp),
      ElementsAre("src/twilio/a.cpp:2 includes webhooks/sender.h: twilio does not build on webhooks"));
  EXPECT_THAT(wrong_includes({{"src/base/log.h", "#include \"domain/call.h\""}}, kMadeUp),
              ElementsAre(HasSubstr("base does not build on domain")));
  EXPECT_THAT(wrong_includes({{"src/twilio/a.h", "#include \"app/settings.h\""}}, kMadeUp),
              ElementsAre(HasSubstr("twilio does not build on app")));
  EXPECT_THAT(wrong_includes({{"src/new/a.h", "#include \"base/log.h\""}}, kMadeUp),
              ElementsAre(HasSubstr("new is not in cmake/layers.txt")));
  EXPECT_THAT(wrong_includes({{"src/base/a.h", "#include \"log.h\""}}, kMadeUp),
              ElementsAre(HasSubstr("does not begin with a folder")));
}

TEST(IncludeEdgesChecker, ImplementationsAreForTheirFolderAndForApp) {
  EXPECT_THAT(wrong_includes({{"src/twilio/a.cpp", "#include \"http/curl_client.h\""}}, kMadeUp),
              ElementsAre(HasSubstr("only app may choose")));
  EXPECT_THAT(wrong_includes({{"src/twilio/a.cpp", "#include \"http/client.h\""}}, kMadeUp), IsEmpty());
  EXPECT_THAT(wrong_includes({{"src/twilio/a_test.cpp", "#include \"http/curl_client.h\""}}, kMadeUp),
              IsEmpty());
}

TEST(IncludeEdgesChecker, TheTestsSupportIsForTestsAlone) {
  EXPECT_THAT(wrong_includes({{"src/base/a_test.cpp", "#include \"support/fake_clock.h\""}}, kMadeUp),
              IsEmpty());
  EXPECT_THAT(wrong_includes({{"src/base/a.cpp", "#include \"support/fake_clock.h\""}}, kMadeUp),
              ElementsAre(HasSubstr("base does not build on support")));
}

TEST(IncludeEdgesChecker, IgnoresCommentsAndSystemHeaders) {
  EXPECT_THAT(wrong_includes(
                  {{"src/base/a.cpp", "// #include \"domain/call.h\"\n#include <domain/call.h>\n"}}, kMadeUp),
              IsEmpty());
}

TEST(IncludeEdgesChecker, FindsHeadsThatAreMissing) {
  EXPECT_THAT(
      wrong_heads({{"src/base/a.h", "// SPDX-License-Identifier: Apache-2.0\n// For x.\n#pragma once\n"},
                   {"src/base/a.cpp", "// SPDX-License-Identifier: Apache-2.0\n"}}),
      IsEmpty());
  EXPECT_THAT(
      wrong_heads({{"src/base/a.h", "int x;\n"}, {"src/base/a.cpp", "\n// SPDX-License-Identifier: x\n"}}),
      ElementsAre("src/base/a.h: no SPDX line", "src/base/a.h: no #pragma once",
                  "src/base/a.cpp: no SPDX line"));
}

TEST(IncludeEdgesChecker, FindsFoldersWithoutLayerLayersWithoutFolderAndCircles) {
  EXPECT_THAT(
      wrong_layers({"base", "new"}, {{"base", {}}, {"old", {"base", "gone"}}}),
      ElementsAre("src/new is not in cmake/layers.txt", "cmake/layers.txt names src/old, which is not there",
                  "old builds on gone, which has no line"));
  EXPECT_THAT(wrong_layers({"a", "b"}, {{"a", {"b"}}, {"b", {"a"}}}),
              ElementsAre("a builds on itself", "b builds on itself"));
}

TEST(IncludeEdgesChecker, ReadsLayersWithCommentsAndEmptyLines) {
  EXPECT_EQ(parse_layers("# who: knows\nbase:\n\nhttp: base\n"), (Layers{{"base", {}}, {"http", {"base"}}}));
  EXPECT_EQ(closure_of({{"a", {"b"}}, {"b", {"c"}}, {"c", {}}}),
            (Layers{{"a", {"b", "c"}}, {"b", {"c"}}, {"c", {}}}));
}

}  // namespace
}  // namespace kolog
