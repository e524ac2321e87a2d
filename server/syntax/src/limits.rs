//! What the readers take at most. Each limit has a finding behind it that names it.

/// Bytes of one file. Larger ones are not read.
pub const FILE_BYTES: usize = 16 * 1024 * 1024;

/// Files and folders that one walk of a workspace looks at. Who opens a whole disk gets what was seen until then.
pub const WALK_ENTRIES: usize = 1_000_000;

/// Files of a workspace that are read, the first ones by path.
pub const WORKSPACE_FILES: usize = 50_000;

/// Nesting of YAML and TOML collections. yaml.v3 stops at 10,000; nothing real comes near a hundred.
pub const VALUE_DEPTH: usize = 200;

/// Steps of one walk over a value tree that lead through aliases: an alias bomb ends here. yaml.v3 gives up on such a
/// text somewhat later (at 400,000).
pub const WALK_STEPS: usize = 100_000;

/// Entries that the merge keys (`<<`) of one map may bring: maps that merge each other multiply.
pub const MERGED_ENTRIES: usize = 10_000;

/// Bytes that tree-sitter-yaml may see: its time grows faster than the text.
pub const TREE_SITTER_YAML_BYTES: usize = 2 * 1024 * 1024;

/// Lines that tree-sitter-yaml may see: its scanner keeps rows in 16 bits (tree-sitter-yaml 0.7.2, issue 49).
pub const TREE_SITTER_YAML_LINES: usize = 32_000;

/// Columns of indentation that tree-sitter-yaml may see: deeper nesting aborts the process (issue 48).
pub const TREE_SITTER_YAML_INDENT: usize = 240;

/// Bytes of one rule expression.
pub const RULE_BYTES: usize = 64 * 1024;

/// Nesting of parentheses and calls in one rule expression.
pub const RULE_DEPTH: usize = 200;

/// Binary operators in one rule expression: they nest too, to the left.
pub const RULE_OPERATORS: usize = 1_000;

/// Problems that are kept of one rule expression: garbage has one a character.
pub const RULE_PROBLEMS: usize = 50;

/// Bytes of one Go file. Generated ones beyond this register no routes by hand.
pub const GO_FILE_BYTES: usize = 4 * 1024 * 1024;

/// Nesting of one Go file's statements, expressions and types; nothing real comes near fifty.
pub const GO_DEPTH: usize = 200;

/// Nesting of calls, statements and expressions while one Go program is followed.
pub const GO_CALL_DEPTH: usize = 600;

/// Statements and expressions of one Go program that are followed; large real ones take a hundred thousand.
pub const GO_STEPS: usize = 500_000;

/// Routes of one engine; loops in loops can register without end.
pub const GO_ROUTES: usize = 20_000;

/// Bytes of a string while a Go program is followed: a loop can double one.
pub const GO_TEXT_BYTES: usize = 8 * 1024;

/// Defaults within defaults (`${A:-${B:-…}}`) in a compose file.
pub const INTERPOLATION_DEPTH: usize = 50;

/// Middlewares that one request passes, chains expanded: chains of chains double with every level.
pub const CHAIN: usize = 1_000;

/// Servers among which one request may come: services of services multiply with every level.
pub const CHOICES: usize = 256;

/// How often one text that is not YAML is mended.
pub const MEND_ROUNDS: usize = 24;

/// Bytes that are read to mend one text.
pub const MEND_BYTES: usize = 32 * 1024 * 1024;

/// Bytes behind a mended place that are looked at to see whether it holds.
pub const MEND_WINDOW: usize = 16 * 1024;

/// Problems told of one text. Whoever mends these will see the next.
pub const PROBLEMS: usize = 8;
