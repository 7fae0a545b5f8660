// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <unistd.h>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "speech/model_catalogue.h"
#include "speech/model_download.h"

namespace kolog::speech {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class Models : public testing::Test {
 protected:
  void SetUp() override {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = std::filesystem::temp_directory_path() /
              ("kolog-models-" + std::to_string(::getpid()) + "-" + test->name());
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  void write(const std::filesystem::path& path, const std::string& text) const {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
  }
  std::string read(const std::filesystem::path& path) const {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  std::filesystem::path folder_;
};

TEST(ModelCatalogue, NamesAndFilesAreUniqueAndChecksumsWhole) {
  std::set<std::string_view> names;
  std::set<std::string_view> files;
  for (const auto& model : known_models()) {
    EXPECT_TRUE(names.insert(model.name).second) << model.name;
    EXPECT_TRUE(files.insert(model.file).second) << model.file;
    EXPECT_EQ(model.sha256.size(), 64U) << model.name;
    EXPECT_EQ(model.sha256.find_first_not_of("0123456789abcdef"), model.sha256.npos) << model.name;
  }
  EXPECT_EQ(known_model("no such model"), nullptr);
}

TEST(ModelCatalogue, DemoModelIsTheOneInTheTree) {
  const std::filesystem::path folders[] = {std::filesystem::path(KOLOG_SOURCE_DIR) / "models"};
  const auto found = find_model(kDemoModel, folders);
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->is_demo);
  EXPECT_EQ(std::filesystem::file_size(found->path), known_model(kDemoModel)->bytes);
}

TEST_F(Models, BestInstalledModelIsTakenAndTheDemoModelLast) {
  const std::filesystem::path folders[] = {folder_ / "own", folder_ / "system"};
  EXPECT_EQ(find_model("", folders).error().code, ErrorCode::not_found);
  write(folder_ / "system/kolog-demo-q5_0.bin", "demo");
  EXPECT_TRUE(find_model("", folders).value().is_demo);
  write(folder_ / "system/ggml-base.bin", "base");
  EXPECT_EQ(find_model("", folders).value().name, "base");
  EXPECT_FALSE(find_model("", folders).value().is_demo);
  write(folder_ / "own/ggml-ivrit-large-v3-turbo.bin", "ivrit");
  EXPECT_EQ(find_model("", folders).value().path, folder_ / "own/ggml-ivrit-large-v3-turbo.bin");
}

TEST_F(Models, ModelIsFoundByNameByFileNameAndByPath) {
  const std::filesystem::path folders[] = {folder_ / "own", folder_ / "system"};
  write(folder_ / "own/ggml-tiny.bin", "");
  write(folder_ / "system/ggml-tiny.bin", "");
  write(folder_ / "system/our-own.bin", "");
  EXPECT_EQ(find_model("tiny", folders).value().path, folder_ / "own/ggml-tiny.bin");
  EXPECT_EQ(find_model("our-own", folders).value().path, folder_ / "system/our-own.bin");
  EXPECT_EQ(find_model("our-own.bin", folders).value().name, "our-own");
  const auto path = folder_ / "elsewhere.bin";
  write(path, "");
  EXPECT_EQ(find_model(path.string(), folders).value().path, path);
}

TEST(ModelCatalogue, HebrewModelStandsFirstAndASmallOneKnowsHebrewToo) {
  EXPECT_EQ(known_models().front().name, "ivrit-large-v3-turbo");
  EXPECT_EQ(known_models().front().language, "he");
  EXPECT_TRUE(std::any_of(known_models().begin(), known_models().end(), [](const KnownModel& model) {
    return model.name.find("-q") != model.name.npos && model.language.starts_with("he");
  }));
}

TEST(ModelCatalogue, MemoryIsWhatWhisperTakesAtItsOwnSizesAndLessQuantised) {
  EXPECT_EQ(known_model("tiny")->memory(), 280'000'000U);
  EXPECT_EQ(known_model("base")->memory(), 390'000'000U);
  EXPECT_EQ(known_model("small")->memory(), 860'000'000U);
  EXPECT_EQ(known_model("medium")->memory(), 2'110'000'000U);
  EXPECT_EQ(memory_to_run(3'095'033'483, 1280), 3'910'000'000U);
  EXPECT_EQ(known_model("ivrit-large-v3-turbo")->memory(), 2'430'000'000U);
  EXPECT_EQ(known_model("large-v3-turbo-q5_0")->memory(), 1'380'000'000U);
  for (const auto& model : known_models()) EXPECT_GT(model.memory(), model.bytes) << model.name;
}

TEST(ModelCatalogue, MemoryOfAFileGoesByWhatItSaysOfItself) {
  const auto demo = std::filesystem::path(KOLOG_SOURCE_DIR) / "models/kolog-demo-q5_0.bin";
  EXPECT_EQ(memory_of(demo).value(), known_model(kDemoModel)->memory());
  EXPECT_FALSE(memory_of("/none"));
}

TEST_F(Models, OnesThatTheCatalogueDoesNotKnowAreFoundOnceEach) {
  const std::filesystem::path folders[] = {folder_ / "own", folder_ / "none", folder_ / "system"};
  const auto demo =
      read(std::filesystem::path(KOLOG_SOURCE_DIR) / "models/kolog-demo-q5_0.bin").substr(0, 1000);
  write(folder_ / "own/ours.bin", demo);
  write(folder_ / "system/ours.bin", demo);
  write(folder_ / "system/another.bin", demo);
  write(folder_ / "system/ggml-tiny.bin", demo);
  write(folder_ / "system/letter.bin", "no model");
  write(folder_ / "system/another.bin.part_x", demo);
  std::vector<std::filesystem::path> paths;
  for (const auto& model : other_models(folders)) paths.push_back(model.path);
  EXPECT_THAT(paths, ElementsAre(folder_ / "system/another.bin", folder_ / "own/ours.bin"));
}

TEST_F(Models, QuantisedFormStandsInForItsOriginalThatIsGone) {
  const std::filesystem::path folders[] = {folder_};
  write(folder_ / "ggml-base.bin", "");
  write(folder_ / "ivrit-large-v3-turbo-q4_0.bin", "");
  write(folder_ / "ivrit-large-v3-turbo-q5_0.bin", "");
  EXPECT_EQ(find_model("", folders).value().name, "ivrit-large-v3-turbo-q5_0");
  write(folder_ / "ggml-ivrit-large-v3-turbo.bin", "");
  EXPECT_EQ(find_model("", folders).value().name, "ivrit-large-v3-turbo");
}

TEST_F(Models, OneThatWasQuantisedHereIsFoundUnderAPublishedOnesName) {
  const std::filesystem::path folders[] = {folder_};
  write(folder_ / "base-q5_1.bin", "");
  EXPECT_EQ(find_model("base-q5_1", folders).value().path, folder_ / "base-q5_1.bin");
}

TEST_F(Models, MissingModelSaysHowToGetIt) {
  const std::filesystem::path folders[] = {folder_};
  EXPECT_THAT(find_model("medium", folders).error().public_message, HasSubstr("kolog models pull medium"));
  EXPECT_THAT(find_model("nothing", folders).error().public_message, HasSubstr("kolog models list"));
  write(folder_ / "secret.bin", "");
  std::filesystem::create_directories(folder_ / "inner");
  const std::filesystem::path inner[] = {folder_ / "inner"};
  EXPECT_FALSE(find_model("../secret", inner));
}

/// A server of one file behind a redirect, as Hugging Face has it.
class FakeHome final : public http::Client {
 public:
  Result<http::ClientResponse> send(const http::ClientRequest& request) override {
    urls.push_back(request.url);
    if (request.url.starts_with("https://home.example")) return redirect(request);
    http::ClientResponse response;
    std::string body = file;
    response.status = 200;
    const std::string range(request.headers.get("Range"));
    if (ranges && !range.empty()) {
      const auto first = std::stoul(range.substr(6));
      const auto end = range.ends_with("-") ? file.size() : std::stoul(range.substr(range.find('-') + 1)) + 1;
      body = file.substr(first, end - first);
      response.status = 206;
    }
    const auto sent = body.substr(0, std::min(body.size(), break_after));
    for (std::size_t i = 0; i < sent.size(); i += 7) {
      if (!request.on_body(std::string_view(sent).substr(i, 7))) {
        return failure(ErrorCode::cancelled, "ended by its reader");
      }
    }
    if (sent.size() < body.size()) {
      if (breaks_left-- == 1) break_after = std::string::npos;
      return failure(ErrorCode::unavailable, "broke off");
    }
    return response;
  }

  std::string file;
  std::string location = "https://cdn.example/file?signature=x";
  bool ranges = true;
  std::size_t break_after = std::string::npos;
  int breaks_left = 1;
  std::vector<std::string> urls;

 private:
  Result<http::ClientResponse> redirect(const http::ClientRequest& request) const {
    EXPECT_FALSE(request.basic_authentication);
    http::ClientResponse response;
    response.status = 302;
    response.headers.set("Location", location);
    return response;
  }
};

class Download : public Models {
 protected:
  void SetUp() override {
    Models::SetUp();
    home_.file = "The quick brown fox jumps over the lazy dog";
    download_.model = {"fox",
                       "ggml-fox.bin",
                       home_.file.size(),
                       "en",
                       "/fox/resolve/1/",
                       "fox.bin",
                       "d7a8fbb307d7809469ca9abcb0082e4f8d5651e46d3cdb762d02d0bf37c9e592"};
    download_.folder = folder_ / "models";
    download_.home = "https://home.example";
    download_.on_progress = [this](std::uint64_t bytes) { progress_.push_back(bytes); };
  }
  std::filesystem::path target() const { return download_.folder / "ggml-fox.bin"; }
  std::filesystem::path part() const { return download_.folder / "ggml-fox.bin.part"; }

  FakeHome home_;
  ModelDownload download_;
  std::vector<std::uint64_t> progress_;
};

TEST_F(Download, FollowsTheRedirectAndInstallsTheCheckedFile) {
  const auto installed = download_model(home_, download_);
  ASSERT_TRUE(installed) << installed.error().public_message;
  EXPECT_EQ(*installed, target());
  EXPECT_EQ(read(target()), home_.file);
  EXPECT_FALSE(std::filesystem::exists(part()));
  EXPECT_THAT(home_.urls, ElementsAre("https://home.example/fox/resolve/1/fox.bin",
                                      "https://cdn.example/file?signature=x"));
  EXPECT_TRUE(std::is_sorted(progress_.begin(), progress_.end()));
  EXPECT_EQ(progress_.back(), home_.file.size());
}

TEST_F(Download, ContinuesWhereAnEarlierRunStopped) {
  write(part(), home_.file.substr(0, 20));
  ASSERT_TRUE(download_model(home_, download_));
  EXPECT_EQ(read(target()), home_.file);
  EXPECT_EQ(progress_.front(), 27U);
}

TEST_F(Download, StartsAnewWhereTheServerGivesNoRanges) {
  home_.ranges = false;
  write(part(), home_.file.substr(0, 20));
  ASSERT_TRUE(download_model(home_, download_));
  EXPECT_EQ(read(target()), home_.file);
  EXPECT_EQ(progress_.front(), 7U);
}

TEST_F(Download, TakesABrokenLineUpAgain) {
  home_.break_after = 15;
  home_.breaks_left = 2;
  ASSERT_TRUE(download_model(home_, download_));
  EXPECT_EQ(read(target()), home_.file);
}

TEST_F(Download, KeepsWhatItHasWhenTheLineStaysDead) {
  write(part(), home_.file.substr(0, 20));
  home_.break_after = 0;
  home_.breaks_left = 1000;
  const auto installed = download_model(home_, download_);
  ASSERT_FALSE(installed);
  EXPECT_EQ(installed.error().code, ErrorCode::unavailable);
  EXPECT_FALSE(std::filesystem::exists(target()));
}

TEST_F(Download, LeavesNothingBehindWhenNothingCame) {
  home_.break_after = 0;
  home_.breaks_left = 1000;
  EXPECT_EQ(download_model(home_, download_).error().code, ErrorCode::unavailable);
  EXPECT_TRUE(std::filesystem::is_empty(download_.folder));
}

TEST_F(Download, OtherBytesAreThrownAwayAndNothingIsInstalled) {
  home_.file[3] = 'X';
  const auto installed = download_model(home_, download_);
  ASSERT_FALSE(installed);
  EXPECT_EQ(installed.error().code, ErrorCode::unsupported_media);
  EXPECT_FALSE(std::filesystem::exists(target()));
  EXPECT_FALSE(std::filesystem::exists(part()));
}

TEST_F(Download, FileOfAnotherLengthIsThrownAway) {
  const auto whole = home_.file;
  for (const auto& wrong : {whole + whole, whole.substr(0, 10), std::string()}) {
    home_.file = wrong;
    const auto installed = download_model(home_, download_);
    ASSERT_FALSE(installed);
    EXPECT_EQ(installed.error().code, ErrorCode::unsupported_media);
    EXPECT_FALSE(std::filesystem::exists(part()));
  }
}

TEST_F(Download, RedirectMayNotLeaveTlsNorGoInCircles) {
  for (const char* location :
       {"http://cdn.example/file", "file:///etc/passwd", "", "//user:word@cdn.example/"}) {
    home_.location = location;
    EXPECT_EQ(download_model(home_, download_).error().code, ErrorCode::refused) << location;
  }
  home_.location = "/again";
  home_.urls.clear();
  EXPECT_EQ(download_model(home_, download_).error().code, ErrorCode::unavailable);
  EXPECT_EQ(home_.urls.size(), 6U);
}

TEST_F(Download, StoppedItKeepsItsPart) {
  std::stop_source stop;
  download_.stop = stop.get_token();
  download_.on_progress = [&](std::uint64_t bytes) {
    if (bytes > 14) stop.request_stop();
  };
  EXPECT_EQ(download_model(home_, download_).error().code, ErrorCode::cancelled);
  EXPECT_EQ(read(part()), home_.file.substr(0, 21));
}

TEST_F(Download, DemoModelHasNoHome) {
  download_.model = *known_model(kDemoModel);
  EXPECT_EQ(download_model(home_, download_).error().code, ErrorCode::invalid_request);
}

}  // namespace
}  // namespace kolog::speech
