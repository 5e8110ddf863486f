namespace Exporters.Probes.Cel;

/// <summary>Reads an expression after the grammar of the language's specification.</summary>
internal sealed class CelParser
{
    private const int Deepest = 100;
    private static readonly string[][] Levels = [["<", "<=", ">", ">=", "==", "!=", "in"], ["+", "-"], ["*", "/", "%"]];

    private readonly List<CelToken> _tokens;
    private readonly List<string> _variables = ["body"];
    private int _at;
    private int _depth;

    private CelParser(string text) => _tokens = CelLexer.Read(text);

    /// <summary>Reads one.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="slots">How many variables it needs.</param>
    /// <exception cref="CelException">It is none, or has something in it that is not supported.</exception>
    public static CelExpression Parse(string text, out int slots)
    {
        var parser = new CelParser(text);
        var root = parser.Expression();
        if (parser.Next.Kind != CelTokenKind.End)
        {
            throw new CelException(parser.Next.Position, $"nothing more is expected, got {parser.Next}");
        }

        slots = parser.MostVariables;
        return root.Evaluate;
    }

    private int MostVariables { get; set; } = 1;

    private CelToken Next => _tokens[_at];

    private CelNode Expression()
    {
        if (++_depth > Deepest)
        {
            throw new CelException(Next.Position, "is nested too deep");
        }

        var condition = Logical("||", decider: true);
        if (Take("?"))
        {
            var yes = Logical("||", decider: true);
            Require(":");
            var no = Expression();
            var test = condition;
            condition = new CelNode(scope => CelOperators.Bool(test.Evaluate(scope), test.Position) ? yes.Evaluate(scope) : no.Evaluate(scope), test.Position);
        }

        _depth--;
        return condition;
    }

    private CelNode Logical(string sign, bool decider)
    {
        var left = decider ? Logical("&&", decider: false) : Binary(0);
        while (Take(sign))
        {
            left = new CelNode(CelOperators.Decide(left, decider ? Logical("&&", decider: false) : Binary(0), decider), left.Position);
        }

        return left;
    }

    private CelNode Binary(int level)
    {
        if (level == Levels.Length)
        {
            return Unary();
        }

        var left = Binary(level + 1);
        while (Next.Kind is CelTokenKind.Sign or CelTokenKind.Name && Array.IndexOf(Levels[level], Next.Text) >= 0)
        {
            var sign = _tokens[_at++];
            left = new CelNode(CelOperators.Binary(sign.Text, left, Binary(level + 1), sign.Position), left.Position);
        }

        return left;
    }

    private CelNode Unary()
    {
        var at = Next.Position;
        if (!Next.Is("!") && !Next.Is("-"))
        {
            return Member(Primary());
        }

        if (++_depth > Deepest)
        {
            throw new CelException(at, "is nested too deep");
        }

        var isNot = _tokens[_at++].Text == "!";
        var operand = Unary();
        _depth--;
        return isNot
            ? new CelNode(scope => !CelOperators.Bool(operand.Evaluate(scope), operand.Position), at)
            : new CelNode(scope => CelOperators.Negate(operand.Evaluate(scope), at), at);
    }

    private CelNode Member(CelNode of)
    {
        while (true)
        {
            if (Take("["))
            {
                var (from, index) = (of, Expression());
                Require("]");
                of = new CelNode(scope => CelOperators.Index(from.Evaluate(scope), index.Evaluate(scope), index.Position), of.Position);
            }
            else if (Take("."))
            {
                var name = Name();
                of = Take("(") ? Method(of, name) : Field(of, name);
            }
            else
            {
                return of;
            }
        }
    }

    private static CelNode Field(CelNode of, CelToken name)
    {
        var from = of.Evaluate;
        return new CelNode(scope => CelOperators.Index(from(scope), name.Text, name.Position), of.Position) { SelectsFrom = from, Field = name.Text };
    }

    private CelNode Method(CelNode receiver, CelToken name)
    {
        if (!CelMacros.Names.Contains(name.Text))
        {
            return new CelNode(CelFunctions.Call(name.Text, [receiver, .. Rest(")")], isMember: true, name.Position), receiver.Position);
        }

        var variable = Name();
        _variables.Add(variable.Text);
        MostVariables = Math.Max(MostVariables, _variables.Count);
        Require(",");
        var parts = Rest(")");
        _variables.RemoveAt(_variables.Count - 1);
        return new CelNode(CelMacros.Loop(name.Text, receiver, _variables.Count, parts, name.Position), receiver.Position);
    }

    private CelNode Primary()
    {
        var token = _tokens[_at++];
        switch (token.Kind)
        {
            case CelTokenKind.Literal:
                // The one number that is too great but for a minus sign before it.
                return token.Value is ulong and ((ulong)long.MaxValue + 1) && token.Text[^1] is not ('u' or 'U') && (_at < 2 || !_tokens[_at - 2].Is("-"))
                    ? throw new CelException(token.Position, $"{token.Text} is no number, or too great")
                    : new CelNode(_ => token.Value, token.Position) { Literal = token.Value };
            case CelTokenKind.Name:
                return Named(token);
            case CelTokenKind.Sign when token.Text == "(":
                var inner = Expression();
                Require(")");
                return inner with { SelectsFrom = null };
            case CelTokenKind.Sign when token.Text == "[":
                var items = Rest("]");
                return new CelNode(scope => items.ConvertAll(item => item.Evaluate(scope)), token.Position);
            case CelTokenKind.Sign when token.Text == "{":
                return Map(token);
            default:
                throw new CelException(token.Position, $"a value is expected, got {token}");
        }
    }

    private CelNode Named(CelToken name)
    {
        if (Take("("))
        {
            var arguments = Rest(")");
            return name.Text == "has" ? Has(name, arguments) : new CelNode(CelFunctions.Call(name.Text, arguments, isMember: false, name.Position), name.Position);
        }

        var slot = _variables.LastIndexOf(name.Text);
        object? literal = name.Text switch { "true" => true, "false" => false, _ => null };
        if (slot >= 0)
        {
            return new CelNode(scope => scope[slot], name.Position);
        }

        if (literal is not null || name.Text == "null")
        {
            return new CelNode(_ => literal, name.Position);
        }

        return CelType.Names.Contains(name.Text)
            ? new CelNode(_ => new CelType(name.Text), name.Position)
            : throw new CelException(name.Position, $"there is no {name.Text}; the response is called body");
    }

    /// <summary><c>has(x.field)</c>: whether there is such a field.</summary>
    private static CelNode Has(CelToken name, List<CelNode> arguments)
    {
        if (arguments is not [{ SelectsFrom: { } from, Field: var field }])
        {
            throw new CelException(name.Position, "must be has(x.field)");
        }

        return new CelNode(
            scope => from(scope) is var value && value is CelMap map
                ? map.ContainsKey(field)
                : throw new CelException(name.Position, $"{CelType.Of(value)} has no fields"),
            name.Position);
    }

    private CelNode Map(CelToken open)
    {
        var entries = new List<(CelNode Key, CelNode Value)>();
        while (!Take("}"))
        {
            var key = Expression();
            Require(":");
            entries.Add((key, Expression()));
            if (!Take(",") && !Next.Is("}"))
            {
                throw new CelException(Next.Position, $"\"}}\" is expected, got {Next}");
            }
        }

        return new CelNode(
            scope =>
            {
                var map = new CelMap();
                foreach (var (key, value) in entries)
                {
                    var name = CelMap.Key(key.Evaluate(scope)) ?? throw new CelException(key.Position, "cannot be a key");
                    map[name] = value.Evaluate(scope);
                }

                return map;
            },
            open.Position);
    }

    /// <summary>What stands between commas up to a closing bracket, and the bracket.</summary>
    private List<CelNode> Rest(string close)
    {
        var nodes = new List<CelNode>();
        while (!Take(close))
        {
            nodes.Add(Expression());
            if (!Take(",") && !Next.Is(close))
            {
                throw new CelException(Next.Position, $"\"{close}\" is expected, got {Next}");
            }
        }

        return nodes;
    }

    private CelToken Name()
    {
        if (Next.Kind != CelTokenKind.Name)
        {
            throw new CelException(Next.Position, $"a name is expected, got {Next}");
        }

        return _tokens[_at++];
    }

    private bool Take(string sign)
    {
        if (!Next.Is(sign))
        {
            return false;
        }

        _at++;
        return true;
    }

    private void Require(string sign)
    {
        if (!Take(sign))
        {
            throw new CelException(Next.Position, $"\"{sign}\" is expected, got {Next}");
        }
    }
}
