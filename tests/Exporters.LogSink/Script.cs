using System.Globalization;

namespace Exporters.LogSink;

/// <summary>
/// The answers in their order: <c>503,429;1,200</c> once, then 200 for ever; <c>cycle:503,200,200</c> again and again;
/// <c>mix:SEED:200=80,503=10,hang=1</c> by weight.
/// </summary>
public sealed class Script
{
    private readonly Lock _lock = new();
    private readonly List<(Answer Answer, int Weight)> _answers = [];
    private readonly bool _cycles;
    private readonly Random? _random;
    private int _next;

    public Script(string text)
    {
        if (text.StartsWith("mix:", StringComparison.Ordinal))
        {
            var parts = text.Split(':', 3);
            _random = new Random(int.Parse(parts[1], CultureInfo.InvariantCulture));
            foreach (var part in parts[2].Split(','))
            {
                var pair = part.Split('=');
                _answers.Add((Answer.Parse(pair[0]), int.Parse(pair[1], CultureInfo.InvariantCulture)));
            }

            return;
        }

        _cycles = text.StartsWith("cycle:", StringComparison.Ordinal);
        foreach (var part in (_cycles ? text[6..] : text).Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            _answers.Add((Answer.Parse(part), 1));
        }
    }

    public Answer Next()
    {
        lock (_lock)
        {
            if (_random is not null)
            {
                var at = _random.Next(_answers.Sum(a => a.Weight));
                foreach (var (answer, weight) in _answers)
                {
                    if ((at -= weight) < 0)
                    {
                        return answer;
                    }
                }
            }

            if (_next >= _answers.Count && (!_cycles || _answers.Count == 0))
            {
                return Answer.Ok;
            }

            return _answers[_next++ % _answers.Count].Answer;
        }
    }
}
