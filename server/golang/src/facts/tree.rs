//! The compact form of a Go file: what the flow of values needs, and nothing of the syntax tree.

use syntax::{TextRange, TextSize};

/// An index into the file's table of names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Name(pub(crate) u32);

/// `import alias "path"`
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Import {
    pub(crate) path: Name,
    /// `.` and `_` are kept as such.
    pub(crate) alias: Option<Name>,
}

/// `func (receiver) name(signature) { body }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Function {
    pub(crate) name: Name,
    pub(crate) start: TextSize,
    pub(crate) receiver: Option<Parameter>,
    pub(crate) signature: Signature,
    /// Empty for handlers: what they do with a request is not followed, but for whom they hand it on to.
    pub(crate) body: Vec<Statement>,
    pub(crate) forwards: Forwards,
    /// Whether the body calls a framework's constructor.
    pub(crate) makes: bool,
    /// The last names of all that the body calls or names as a function, sorted: who may call whom.
    pub(crate) mentions: Vec<Name>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Signature {
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) variadic: bool,
    pub(crate) results: Vec<Parameter>,
    /// Whether it takes a request of some framework or of net/http: it is a handler or a middleware.
    pub(crate) handles: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Parameter {
    pub(crate) name: Option<Name>,
    pub(crate) kind: Type,
}

/// `func(…) { … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Closure {
    /// Where `func` stands.
    pub(crate) start: TextSize,
    pub(crate) signature: Signature,
    pub(crate) body: Vec<Statement>,
    pub(crate) forwards: Forwards,
}

/// Whom a handler hands its request on to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Forwards {
    /// `h` of `h.ServeHTTP(w, r)`.
    pub(crate) to: Vec<Expression>,
    /// Whether it may have changed the request before.
    pub(crate) rewrites: bool,
    /// Whether it answers by itself: it names no `Next`, and gives its request to no other function.
    pub(crate) answers: bool,
    /// In generated code: `w.Handler.FindPets` of a method `FindPets` that calls it.
    pub(crate) same: Option<Box<Expression>>,
}

/// `type name kind`
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TypeDeclaration {
    pub(crate) name: Name,
    pub(crate) start: TextSize,
    pub(crate) kind: Type,
    /// The type's own name, written as a type.
    pub(crate) itself: Type,
    pub(crate) alias: bool,
}

/// One line of a `const` or `var` declaration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ValueDeclaration {
    pub(crate) names: Vec<Name>,
    pub(crate) kind: Option<Type>,
    pub(crate) values: Vec<Expression>,
    pub(crate) constant: bool,
    /// The line's place in its group, which is `iota`.
    pub(crate) iota: u32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    /// `Handler`, also a type parameter.
    Named(Name),
    /// `gin.Engine`
    Qualified(Name, Name),
    Pointer(Box<Type>),
    /// Slices and arrays.
    List(Box<Type>),
    Map(Box<Type>),
    Function(Box<Signature>),
    Struct(Vec<Field>),
    Interface(Vec<Method>),
    Other,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Field {
    pub(crate) name: Name,
    pub(crate) kind: Type,
    pub(crate) embedded: bool,
    pub(crate) tag: Option<Name>,
}

/// A method of an interface; embedded interfaces have no signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Method {
    Declared { name: Name, start: TextSize, signature: Signature },
    Embedded(Type),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Expression {
    pub(crate) range: TextRange,
    pub(crate) kind: Kind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Name(Name),
    Text(Name),
    Integer(i64),
    /// `operand.name`; the name ends where the expression ends.
    Selector(Box<Expression>, Name),
    Call(Box<Call>),
    Index(Box<Expression>, Box<Expression>),
    Composite(Box<Composite>),
    Closure(Box<Closure>),
    Binary(Operator, Box<(Expression, Expression)>),
    /// `&x`
    Address(Box<Expression>),
    /// `*x`, `<-x`
    Through(Box<Expression>),
    Not(Box<Expression>),
    /// `x.(T)`
    Assert(Box<Expression>, Box<Type>),
    /// `T` where a value might stand: the argument of `make`, `new`, `[]byte(…)`.
    Type(Box<Type>),
    /// Whatever else, by its (shortened) source.
    Other(Name),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Call {
    pub(crate) callee: Expression,
    pub(crate) arguments: Vec<Expression>,
    /// Whether the last argument is `xs...`.
    pub(crate) spread: bool,
}

/// `T{key: value, value}`
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Composite {
    /// `None` inside another literal, whose element type it takes.
    pub(crate) kind: Option<Type>,
    pub(crate) elements: Vec<(Option<Expression>, Expression)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operator {
    Add,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Subtract,
    And,
    Or,
    Other,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Statement {
    Expression(Expression),
    /// `a, b := x, y`, and `a, b = x, y` with `define` off.
    Assign {
        define: bool,
        left: Vec<Expression>,
        right: Vec<Expression>,
    },
    /// `a += x`
    Add(Expression, Expression),
    Declare(ValueDeclaration),
    Type(TypeDeclaration),
    Block(Vec<Statement>),
    If(Box<If>),
    For {
        start: Option<Box<Statement>>,
        body: Vec<Statement>,
    },
    Range(Box<Range>),
    /// `switch`, type `switch` and `select`: one case of them runs.
    Switch(Box<Switch>),
    Return(Vec<Expression>),
    Break,
    /// `continue`, `goto`
    Continue,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct If {
    pub(crate) start: Option<Statement>,
    pub(crate) condition: Expression,
    pub(crate) then: Vec<Statement>,
    pub(crate) otherwise: Vec<Statement>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Range {
    pub(crate) define: bool,
    pub(crate) key: Option<Expression>,
    pub(crate) value: Option<Expression>,
    pub(crate) over: Expression,
    pub(crate) body: Vec<Statement>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Switch {
    pub(crate) start: Option<Statement>,
    pub(crate) value: Option<Expression>,
    /// `switch alias := value.(type)`
    pub(crate) alias: Option<Name>,
    pub(crate) cases: Vec<Case>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Case {
    pub(crate) values: Vec<Expression>,
    pub(crate) default: bool,
    pub(crate) body: Vec<Statement>,
}
