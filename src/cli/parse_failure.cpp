// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the annealvi developers
#include "cli/parse_failure.hpp"

#include "annealvi/config/config.hpp"
#include "config/characters.hpp"
#include "config/options.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace annealvi::cli {
namespace {

bool contains(const std::vector<std::string>& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::string joined(const std::vector<std::string>& words) {
  return fmt::format("{}", fmt::join(words, ", "));
}

std::string suggestion(const std::string& word, const std::vector<std::string>& known) {
  const auto meant = config::nearest(word, known);
  return meant ? "; did you mean " + *meant + "?" : "";
}

/// "--runs", without a value that is joined by '='.
std::string option_part(const std::string& word) {
  return word.substr(0, word.find('='));
}

std::vector<std::string> options_of(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) {
      names.push_back("--" + name);
    }
  }
  return names;
}

/// The first word that nothing takes.
std::string about_extra(const CLI::App& command, const std::vector<std::string>& words) {
  const std::vector<std::string> extras = command.remaining();
  const auto found = std::find_if(words.begin(), words.end(),
                                  [&](const std::string& word) { return contains(extras, word); });
  const std::string word = found == words.end() ? "a word" : *found;
  if (word.rfind('-', 0) != 0) {
    return fmt::format("\"{}\" is not allowed: annealvi {} takes one CONFIG and options", word,
                       command.get_name());
  }
  const std::string option = option_part(word);
  const std::vector<std::string> known = options_of(command);
  return fmt::format("there is no option {}{}; allowed with annealvi {}: {}", option,
                     suggestion(option, known), command.get_name(), joined(known));
}

/// An option that has too many values, or none.
std::string about_count(const std::string& name, const std::vector<std::string>& words) {
  const auto times = std::count_if(words.begin(), words.end(), [&](const std::string& word) {
    return option_part(word) == name;
  });
  return times > 1 ? fmt::format("{} is given {} times: once is allowed", name, times)
                   : fmt::format("{} needs a value after it", name);
}

/// The text before `separator`, and the one behind.
std::pair<std::string, std::string> halves(const std::string& text, const std::string& separator) {
  const auto place = text.find(separator);
  return place == std::string::npos
             ? std::pair(text, std::string())
             : std::pair(text.substr(0, place), text.substr(place + separator.size()));
}

/// "--set a b" and "--set a = b": without the sign the second word would be something else.
void check_assignments(const std::vector<std::string>& words) {
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    const bool joined = words[i].rfind("--set=", 0) == 0;
    if (words[i] != "--set" && !joined) continue;
    const std::size_t place = joined ? i : i + 1;
    const std::string key = joined ? words[i].substr(words[i].find('=') + 1) : words[place];
    const auto equals = key.find('=');
    const std::string& next = place + 1 < words.size() ? words[place + 1] : "";
    const bool sign_apart = next.rfind('=', 0) == 0;
    const bool file_next = next.ends_with(".toml") || next.ends_with(".csv");
    if (key.empty() || next.empty() || file_next || next.rfind('-', 0) == 0) continue;
    if (equals != std::string::npos && equals + 1 != key.size()) continue;
    const std::string value = sign_apart && next.size() == 1 && place + 2 < words.size()
                                  ? words[place + 2]
                                  : next.substr(sign_apart ? 1 : 0);
    throw ConfigError(fmt::format("--set {} is not allowed: write --set {}={}, without spaces",
                                  config::shown_text(key + " " + next),
                                  config::shown_text(key.substr(0, equals)),
                                  config::shown_text(value)));
  }
}

/// The parser would take --json=5 for --json.
void check_switches(const CLI::App& command, const std::vector<std::string>& words) {
  const auto switch_with_value = [&](const std::string& word) {
    return word.find('=') != std::string::npos &&
           contains(options_of(command), option_part(word)) &&
           command.get_option(option_part(word))->get_items_expected() == 0;
  };
  const auto found = std::find_if(words.begin(), words.end(), switch_with_value);
  if (found == words.end()) return;
  throw ConfigError(
      fmt::format("{} is not allowed: {} takes no value", *found, option_part(*found)));
}

}  // namespace

void check_command(const CLI::App& program, const std::vector<std::string>& words) {
  std::vector<std::string> known;
  for (const CLI::App* command : program.get_subcommands({})) {
    known.push_back(command->get_name());
  }
  if (words.empty()) {
    throw ConfigError(fmt::format("a command is needed: {} (annealvi --help)", joined(known)));
  }
  const std::string& word = words.front();
  if (contains(known, word)) {
    check_assignments(words);
    check_switches(*program.get_subcommand(word), words);
    return;
  }
  if (contains({"--help", "-h", "--version"}, word)) {
    return;
  }
  if (word.rfind('-', 0) == 0) {
    throw ConfigError(fmt::format(
        "{} is not allowed before the command{}; allowed: --help, --version, or a command first: "
        "{}",
        word, suggestion(word, {"--help", "--version"}), joined(known)));
  }
  throw ConfigError(fmt::format("there is no command {}{}; allowed: {}",
                                word.empty() ? "\"\"" : word, suggestion(word, known),
                                joined(known)));
}

std::string parse_failure(const CLI::App& program, const CLI::ParseError& error,
                          const std::vector<std::string>& words) {
  const auto chosen = program.get_subcommands();
  const CLI::App& command = chosen.empty() ? program : *chosen.front();
  const std::string text = error.what();
  if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) {
    return about_extra(command, words);
  }
  if (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr) {
    return fmt::format("annealvi {0} needs {1} (annealvi {0} --help)", command.get_name(),
                       halves(text, " is required").first);
  }
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr) {
    return about_count(halves(text, ":").first, words);
  }
  if (dynamic_cast<const CLI::RequiresError*>(&error) != nullptr) {
    const auto [option, other] = halves(text, " requires ");
    return fmt::format("{} is not allowed without {}", option, other);
  }
  if (dynamic_cast<const CLI::ExcludesError*>(&error) != nullptr) {
    const auto [option, other] = halves(text, " excludes ");
    return fmt::format("{} is not allowed together with {}", option, other);
  }
  return fmt::format("the command line is not understood: {}", halves(text, "\n").first);
}

}  // namespace annealvi::cli
