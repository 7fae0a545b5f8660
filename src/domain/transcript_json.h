// SPDX-License-Identifier: Apache-2.0
// The transcript's JSON form, the same in files, the API and the database: times in seconds of the call.
#pragma once

#include <boost/json/value.hpp>

#include "base/result.h"
#include "domain/transcript.h"

namespace kolog::domain {

/// `{"language","duration","segments":[{"channel","speaker","start","end","text","confidence","words":[…]}],
/// "dropped":[{…,"reason"}]}`
boost::json::object to_json(const Transcript& transcript);
boost::json::array to_json(const std::vector<Segment>& segments);
boost::json::array to_json(const std::vector<DroppedSegment>& dropped);
boost::json::array to_json(const std::vector<Word>& words);

/// Unknown members are ignored; a wrong type or a missing `segments` is `invalid_request`.
Result<Transcript> transcript_from_json(const boost::json::value& value);
Result<std::vector<Segment>> segments_from_json(const boost::json::value& value);
Result<std::vector<DroppedSegment>> dropped_from_json(const boost::json::value& value);
Result<std::vector<Word>> words_from_json(const boost::json::value& value);

}  // namespace kolog::domain
