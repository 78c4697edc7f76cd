#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace dmc {

struct Value;
using List = std::vector<Value>;
using Object = std::vector<std::pair<std::string, Value>>;  ///< in the order given

/// A value in a report, kept as what it is so that each format writes it in its own way.
struct Value {
  std::variant<std::monostate, bool, std::uint64_t, double, std::string, List, Object> data;

  Value() = default;
  Value(bool value) : data(value) {}                           // NOLINT: values are values
  Value(std::uint64_t value) : data(value) {}                  // NOLINT
  Value(double value) : data(value) {}                         // NOLINT
  Value(std::string value) : data(std::move(value)) {}         // NOLINT
  Value(std::string_view value) : data(std::string(value)) {}  // NOLINT
  Value(const char* value) : data(std::string(value)) {}       // NOLINT
  Value(List value) : data(std::move(value)) {}                // NOLINT
  Value(Object value) : data(std::move(value)) {}              // NOLINT
};

/// How a value is shown to people. JSON and CSV write every value in full.
enum class Kind : std::uint8_t {
  text,
  count,      ///< "4,419,647"
  real,       ///< 12 significant digits
  magnitude,  ///< "40.06 M"
  ratio,      ///< "0.7879"
  share,      ///< "24.6%", of a share of 1
  bar,        ///< the same as a bar; only in tables
};

/// A single figure.
struct Fact {
  std::string key;    ///< in JSON and CSV; empty: for people only
  std::string label;  ///< for people; empty: for machines only
  Value value;
  Kind kind = Kind::text;
};

struct Column {
  std::string key;     ///< in JSON and CSV; empty: for people only
  std::string header;  ///< for people
  Kind kind = Kind::text;
  int importance = 0;  ///< where a table is too wide the least goes first; 0: for machines only
  std::size_t shortest =
      0;  ///< how far a text may be shortened before another column goes; 0: never
};

struct Row {
  enum class Emphasis : std::uint8_t { normal, strong, faint };
  std::vector<Value> cells;  ///< one a column
  Emphasis emphasis = Emphasis::normal;
  std::size_t depth = 0;  ///< how far a row is indented beneath the one it belongs to
};

/// A list of things of one sort.
struct Section {
  /// Where things have lists of their own: JSON shows them inside of each other, CSV one beneath
  /// the other, and each leaves out what is in the other's shape.
  enum class Shape : std::uint8_t { any, nested, flat };

  std::string key;    ///< of the array in JSON, of the records in CSV; empty: for people only
  std::string title;  ///< for people; empty: for machines only
  std::vector<Column> columns;
  std::vector<Row> rows;
  std::vector<std::string> notes = {};  ///< sentences below the list, for people
  Shape shape = Shape::any;
};

/// A result as every format can show it: adding a result is one function that makes a document,
/// adding a format one function that writes documents.
struct Document {
  std::string schema;                  ///< "dmc.run/1"
  std::string title;                   ///< for people
  std::vector<std::string> lead = {};  ///< lines below the title, for people
  std::vector<Fact> facts;
  std::vector<Section> sections;
  std::string footer = {};  ///< what differs from time to time; shown on terminals only
};

/// The document with every text as printable() shows it: what formats of text begin with.
[[nodiscard]] Document printable(Document document);

/// What a document says to programs, as one object: facts, then lists of objects. The schema is not
/// among it.
[[nodiscard]] Object members_of(const Document& document);

}  // namespace dmc
