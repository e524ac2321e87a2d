(call_expression
  function: (identifier) @function)

(identifier) @variable

(selector_expression
  field: (identifier) @property)

; A matcher that is not one keeps its colour: the language server says so.
(call_expression
  function: (identifier) @function.builtin
  (#any-of? @function.builtin
    "ALPN" "ClientIP" "Header" "HeaderRegexp" "Headers" "HeadersRegexp" "Host" "HostHeader" "HostRegexp" "HostSNI"
    "HostSNIRegexp" "Method" "Path" "PathPrefix" "PathRegexp" "Query" "QueryRegexp"))

[
  (raw_string_literal)
  (interpreted_string_literal)
] @string

(escape_sequence) @string.escape

(rune_literal) @character

(number_literal) @number

[
  "&&" "||" "!"
  "==" "!=" "<" "<=" ">" ">="
  "+" "-" "|" "^" "*" "/" "%" "<<" ">>" "&" "&^" "<-" "~"
] @operator

[ "(" ")" "[" "]" ] @punctuation.bracket

[ "," "." "..." ] @punctuation.delimiter

(label) @property

(block_header) @operator

(scalar_quote) @string

(comment) @comment
