/**
 * Traefik's rule expressions: ``Host(`a.example`) && PathPrefix(`/api`)``.
 *
 * Traefik reads them with Go's own expression parser (go/parser.ParseExpr) and refuses most of what that takes,
 * so this is Go's expression grammar as far as a rule can meet it. It is tolerant where an editor needs it:
 * what is not closed reaches as far as it can, and the quote or header of the scalar around a rule and the key of
 * the label it stands in are taken too, for editors inject grammars into whole scalars.
 */

/// <reference types="tree-sitter-cli/dsl" />
// @ts-check

const PRECEDENCE = { or: 1, and: 2, comparison: 3, sum: 4, product: 5, unary: 6, primary: 7 };

module.exports = grammar({
  name: 'traefik_rule',

  extras: $ => [/[ \t\r\n]/, $.comment],

  externals: $ => [$.scalar_quote],

  word: $ => $.identifier,

  rules: {
    // More than one expression is a fault (`Host(…) and Path(…)`), but each of them is still one.
    rule: $ => seq(
      optional(choice($.scalar_quote, $.block_header)),
      optional($.label),
      repeat($._expression),
    ),

    // `>-` of a YAML block scalar, where an editor hands the whole scalar over.
    block_header: _ => token(prec(1, /[|>][-+0-9]*[ \t]*(#[^\n]*)?\n/)),

    // `traefik.http.routers.api.rule=` before the rule, as in a list of container labels.
    label: _ => token(prec(1, /[Tt][Rr][Aa][Ee][Ff][Ii][Kk]\.[^=\s`"()]*=/)),

    _expression: $ => choice($.binary_expression, $.unary_expression, $._primary),

    binary_expression: $ => choice(
      ...Object.entries({
        or: ['||'],
        and: ['&&'],
        comparison: ['==', '!=', '<', '<=', '>', '>='],
        sum: ['+', '-', '|', '^'],
        product: ['*', '/', '%', '<<', '>>', '&', '&^'],
      }).map(([name, operators]) => prec.left(PRECEDENCE[name], seq(
        field('left', $._expression),
        field('operator', operators.length === 1 ? operators[0] : choice(...operators)),
        field('right', $._expression),
      ))),
    ),

    unary_expression: $ => prec(PRECEDENCE.unary, seq(
      field('operator', choice('!', '-', '+', '^', '*', '&', '<-', '~')),
      field('operand', $._expression),
    )),

    _primary: $ => choice(
      $.identifier,
      $.call_expression,
      $.selector_expression,
      $.index_expression,
      $.parenthesized_expression,
      $._literal,
    ),

    call_expression: $ => prec(PRECEDENCE.primary, seq(
      field('function', $._primary),
      field('arguments', $.argument_list),
    )),

    argument_list: $ => prec.right(seq(
      '(',
      repeat(choice($._expression, ',', '...')),
      optional(')'),
    )),

    selector_expression: $ => prec(PRECEDENCE.primary, seq(
      field('operand', $._primary),
      '.',
      field('field', $.identifier),
    )),

    index_expression: $ => prec(PRECEDENCE.primary, seq(
      field('operand', $._primary),
      '[',
      field('index', $._expression),
      ']',
    )),

    parenthesized_expression: $ => prec.right(seq('(', $._expression, optional(')'))),

    identifier: _ => /[_\p{L}][_\p{L}\p{Nd}]*/,

    _literal: $ => choice(
      $.raw_string_literal,
      $.interpreted_string_literal,
      $.rune_literal,
      $.number_literal,
    ),

    raw_string_literal: $ => prec.right(seq(
      '`',
      optional($.raw_string_content),
      optional(token.immediate('`')),
    )),

    raw_string_content: _ => token.immediate(prec(1, /[^`]+/)),

    interpreted_string_literal: $ => prec.right(seq(
      '"',
      repeat(choice($.interpreted_string_content, $.escape_sequence)),
      optional(token.immediate('"')),
    )),

    interpreted_string_content: _ => token.immediate(prec(1, /[^"\\\n]+/)),

    escape_sequence: _ => token.immediate(prec(1,
      /\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{3}|[^\n])/,
    )),

    rune_literal: _ => token(/'(\\[^\n]|[^'\\\n])*'?/),

    number_literal: _ => token(/(\d|\.\d)[\w.]*/),

    comment: _ => token(choice(/\/\/[^\n]*/, /\/\*[^*]*\*+([^/*][^*]*\*+)*\//)),
  },
});
