// SPDX-License-Identifier: Apache-2.0
// Examines the disk, and compares the files that are there with those that should be.
#include <algorithm>
#include <map>

#include "app/examination.h"
#include "recordings/recording_key.h"
#include "store/call_store.h"
#include "store/deletion_store.h"
#include "store/inspection_store.h"

namespace kolog::app {
namespace {

using database::Session;
using objects::ObjectEntry;
using store::StoredAudio;

constexpr std::size_t kNamedAtMost = 3;
/// A file stands a moment without its row while it is being fetched.
constexpr std::chrono::minutes kFresh{2};

/// `CA…1, CA…2, CA…3 and 4 more`.
std::string named(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < std::min(names.size(), kNamedAtMost); ++i) {
    text.append(i == 0 ? "" : ", ").append(names[i]);
  }
  if (names.size() > kNamedAtMost) text += " and " + std::to_string(names.size() - kNamedAtMost) + " more";
  return text;
}

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
  return std::to_string(count) + " " + std::string(count == 1 ? one : many);
}

/// What is wrong with the files, by their names.
struct Discrepancies {
  std::vector<std::string> orphans;  // files of no call
  std::vector<std::string> strays;   // files of deleted calls
  std::vector<std::string> unknown;  // files that their call does not know of
  std::vector<std::string> missing;
  std::vector<std::string> changed;
};

/// As it stands now, since a server may have changed it after the lists were made.
Result<std::optional<StoredAudio>> row_of(const Patient& patient, const std::string& call_sid) {
  return patient.database->read([&](Session& session) -> Result<std::optional<StoredAudio>> {
    return store::InspectionStore(session).stored_audio_of(call_sid);
  });
}

Result<void> sort_file_without_row(const Patient& patient, const std::string& key, Discrepancies& found) {
  const auto call_sid = recordings::call_sid_of_key(key);
  if (!call_sid) {
    found.orphans.push_back(key);
    return {};
  }
  return patient.database->read([&](Session& session) -> Result<void> {
    if (store::InspectionStore(session).stored_audio_of(*call_sid)) return {};
    const auto call = store::CallStore(session).find_any(*call_sid);
    if (call && recordings::is_part_key(key)) return {};  // it waits for the others
    if (call) {
      found.unknown.push_back(key);
    } else if (store::DeletionStore(session).is_deleted(*call_sid)) {
      found.strays.push_back(key);
    } else {
      found.orphans.push_back(key);
    }
    return {};
  });
}

Result<void> sort_row(const Patient& patient, const StoredAudio& audio, const ObjectEntry* file,
                      Discrepancies& found) {
  if (file != nullptr && file->size == audio.size) return {};
  const auto now = row_of(patient, audio.call_sid);
  if (!now) return now.error();
  if (!*now) return {};
  const auto object = patient.objects->open(recordings::recording_key(audio.call_sid));
  if (!object) return object.error();
  if (!*object) {
    found.missing.push_back(audio.call_sid);
  } else if ((*object)->size != (*now)->size) {
    found.changed.push_back(audio.call_sid);
  }
  return {};
}

Result<Discrepancies> compare(const Patient& patient) {
  const auto files = patient.objects->list();
  if (!files) return files.error();
  const auto rows = patient.database->read([](Session& session) -> Result<std::vector<StoredAudio>> {
    return store::InspectionStore(session).stored_audio();
  });
  if (!rows) return rows.error();
  std::map<std::string, const ObjectEntry*> by_key;
  for (const auto& file : *files) by_key.emplace(file.key, &file);
  Discrepancies found;
  for (const auto& row : *rows) {
    const auto file = by_key.find(recordings::recording_key(row.call_sid));
    if (auto sorted = sort_row(patient, row, file != by_key.end() ? file->second : nullptr, found); !sorted)
      return sorted.error();
    if (file != by_key.end()) by_key.erase(file);
  }
  for (const auto& [key, file] : by_key) {
    if (patient.clock.now() - file->modified_at < kFresh) continue;
    if (auto sorted = sort_file_without_row(patient, key, found); !sorted) return sorted.error();
  }
  return found;
}

}  // namespace

Findings look_at_disk(const Patient& patient) {
  if (patient.objects == nullptr) return {};
  Findings findings;
  if (const auto writable = patient.objects->check_writable(); !writable) {
    findings.push_back(
        bad("disk", writable.error(),
            "Recordings cannot be fetched until there is room and Kolog may write there; Twilio keeps "
            "them meanwhile"));
  }
  const auto free = patient.objects->free_bytes();
  if (!free) {
    findings.push_back(bad("disk", free.error()));
  } else if (*free) {
    const auto text = std::to_string(**free >> 20) + " MiB are free for recordings";
    if (**free < patient.settings.disk_low_bytes) {
      findings.push_back(
          {Verdict::warning, "disk", text,
           "Make room, or keep recordings for fewer days (retention_days), or lower disk_low_bytes"});
    } else {
      findings.push_back({Verdict::good, "disk", text});
    }
  }
  return findings;
}

Findings look_at_files(const Patient& patient) {
  if (patient.objects == nullptr || patient.database == nullptr) return {};
  const auto found = compare(patient);
  if (!found) return {bad("files", found.error())};
  Findings findings;
  if (!found->orphans.empty()) {
    findings.push_back({Verdict::warning, "orphan_file",
                        counted(found->orphans.size(), "file belongs", "files belong") +
                            " to no call: " + named(found->orphans),
                        "Look at them in the recordings' folder, and delete them if nobody misses them"});
  }
  if (!found->strays.empty()) {
    findings.push_back({Verdict::warning, "deleted_file",
                        counted(found->strays.size(), "file", "files") +
                            " of deleted calls are still here: " + named(found->strays),
                        "The next sweep deletes them (retention_sweep) while workers run"});
  }
  if (!found->unknown.empty()) {
    findings.push_back(
        {Verdict::warning, "unknown_file",
         counted(found->unknown.size(), "file is", "files are") +
             " not known to the call: " + named(found->unknown),
         "A process ended between the file and its row, or the recording has expired: it is fetched "
         "again when it is wanted, or deleted by the sweep"});
  }
  if (!found->missing.empty()) {
    findings.push_back(
        {Verdict::bad, "missing_file",
         counted(found->missing.size(), "recording's file is", "recordings' files are") +
             " missing: " + named(found->missing),
         "Put them back from a backup; else they are fetched from Twilio again when somebody plays "
         "them, as long as Twilio has them"});
  }
  if (!found->changed.empty()) {
    findings.push_back(
        {Verdict::bad, "changed_file",
         counted(found->changed.size(), "recording's file has", "recordings' files have") +
             " another size than when it was fetched: " + named(found->changed),
         "Something else than Kolog wrote there, or the disk is failing: look at its log. They are "
         "fetched from Twilio again when somebody plays them"});
  }
  if (findings.empty())
    findings.push_back({Verdict::good, "files", "Every recording's file is there and whole"});
  return findings;
}

}  // namespace kolog::app
