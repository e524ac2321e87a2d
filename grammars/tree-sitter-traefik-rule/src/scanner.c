// One token that a regular expression cannot tell: the quote of the YAML or TOML scalar that a rule stands in.
//
// Where an editor injects this grammar it may hand over the scalar with its quotes. A quote at the very start
// belongs to the scalar when a matcher, a group or a label follows; a Go string literal there would never be a rule.

#include "tree_sitter/parser.h"

enum Token { SCALAR_QUOTE };

static bool is_letter(int32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

static bool is_space(int32_t c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

void *tree_sitter_traefik_rule_external_scanner_create(void) { return 0; }

void tree_sitter_traefik_rule_external_scanner_destroy(void *payload) { (void)payload; }

unsigned tree_sitter_traefik_rule_external_scanner_serialize(void *payload, char *buffer) {
  (void)payload;
  (void)buffer;
  return 0;
}

void tree_sitter_traefik_rule_external_scanner_deserialize(void *payload, const char *buffer, unsigned length) {
  (void)payload;
  (void)buffer;
  (void)length;
}

bool tree_sitter_traefik_rule_external_scanner_scan(void *payload, TSLexer *lexer, const bool *valid_symbols) {
  (void)payload;
  if (!valid_symbols[SCALAR_QUOTE]) return false;
  while (is_space(lexer->lookahead)) lexer->advance(lexer, true);
  int32_t quote = lexer->lookahead;
  if (quote != '"' && quote != '\'') return false;
  lexer->advance(lexer, false);
  lexer->mark_end(lexer);
  while (is_space(lexer->lookahead) || lexer->lookahead == '!' || lexer->lookahead == '(') {
    if (lexer->lookahead == '\n') return false;
    lexer->advance(lexer, false);
  }
  if (!is_letter(lexer->lookahead)) return false;
  while (is_letter(lexer->lookahead)) lexer->advance(lexer, false);
  if (lexer->lookahead != '(' && lexer->lookahead != '.') return false;
  lexer->result_symbol = SCALAR_QUOTE;
  return true;
}
