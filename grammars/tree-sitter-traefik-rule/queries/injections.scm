; The last value of these matchers is a regular expression.
((call_expression
  function: (identifier) @_matcher
  arguments: (argument_list
    (raw_string_literal
      (raw_string_content) @injection.content)
    .
    ")"))
  (#any-of? @_matcher
    "HostRegexp" "hostregexp" "HOSTREGEXP" "Hostregexp"
    "PathRegexp" "pathregexp" "PATHREGEXP" "Pathregexp"
    "HeaderRegexp" "headerregexp" "HEADERREGEXP" "Headerregexp"
    "HeadersRegexp" "headersregexp" "HEADERSREGEXP" "Headersregexp"
    "QueryRegexp" "queryregexp" "QUERYREGEXP" "Queryregexp"
    "HostSNIRegexp" "hostsniregexp" "HOSTSNIREGEXP" "Hostsniregexp")
  (#set! injection.language "regex"))
