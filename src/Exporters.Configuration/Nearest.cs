namespace Exporters.Configuration;

/// <summary>The known word that a misspelt one most likely meant, by edit distance.</summary>
public static class Nearest
{
    /// <summary>The nearest word, or null when none is near: at most a third of its letters may differ.</summary>
    public static string? To(string word, IEnumerable<string> known)
    {
        var best = (Distance: int.MaxValue, Word: (string?)null);
        foreach (var candidate in known)
        {
            var distance = Distance(word, candidate);
            if (distance < best.Distance && distance <= Math.Max(1, Math.Max(word.Length, candidate.Length) / 3))
            {
                best = (distance, candidate);
            }
        }

        return best.Word;
    }

    /// <summary>Damerau-Levenshtein distance (adjacent letters swapped count once), case and dash or underscore aside.</summary>
    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            rows[i, 0] = i;
        }

        for (var j = 0; j <= b.Length; j++)
        {
            rows[0, j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var change = Fold(a[i - 1]) == Fold(b[j - 1]) ? 0 : 1;
                rows[i, j] = Math.Min(Math.Min(rows[i - 1, j] + 1, rows[i, j - 1] + 1), rows[i - 1, j - 1] + change);
                if (i > 1 && j > 1 && Fold(a[i - 1]) == Fold(b[j - 2]) && Fold(a[i - 2]) == Fold(b[j - 1]))
                {
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
                }
            }
        }

        return rows[a.Length, b.Length];
    }

    private static char Fold(char c) => c is '-' ? '_' : char.ToLowerInvariant(c);
}
