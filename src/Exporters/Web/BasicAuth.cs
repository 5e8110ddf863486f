using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using BCrypt.Net;

namespace Exporters.Web;

/// <summary>
/// Basic authentication (RFC 7617) against bcrypt hashes. A name that nobody has costs what a wrong password does. What was right is
/// remembered, one password for each user, so that a scrape does not hash each time; what was wrong is not, so that nobody can fill
/// the memory or crowd out a right one.
/// </summary>
internal sealed class BasicAuth : IDisposable
{
    // Hashing takes a processor for a twentieth of a second or more: guessing must leave some for the scrapes.
    private readonly SemaphoreSlim _hashing = new(1);
    private readonly Dictionary<string, byte[]> _right = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>Whether a text is a bcrypt hash.</summary>
    public static bool IsHash(string text)
    {
        // $2y$10$ and 53 characters of salt and hash
        return text.Length == 60 && text[0] == '$' && text[1] == '2' && text[2] is 'a' or 'b' or 'y' && text[3] == '$' && text[6] == '$'
            && int.TryParse(text.AsSpan(4, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var cost) && cost is >= 4 and <= 31
            && !text.AsSpan(7).ContainsAnyExcept("./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
    }

    /// <summary>Whether the header names a user with the right password.</summary>
    /// <param name="users">Names with their hashes; at least one.</param>
    /// <param name="authorization">The header <c>Authorization</c>; empty where there is none.</param>
    /// <param name="cancellationToken">The client went away.</param>
    public async Task<bool> IsAdmittedAsync(IReadOnlyDictionary<string, string> users, string authorization, CancellationToken cancellationToken)
    {
        if (!TryParse(authorization, out var name, out var password))
        {
            return false;
        }

        var isKnown = users.TryGetValue(name, out var hash);
        hash ??= users.Values.First();
        var digest = Digest(name, hash, password);
        if (isKnown && IsRemembered(name, digest))
        {
            return true;
        }

        await _hashing.WaitAsync(cancellationToken);
        try
        {
            // The same work for a name that nobody has.
            var isRight = Verify(password, hash) && isKnown;
            if (isRight)
            {
                lock (_lock)
                {
                    _right[name] = digest;
                }
            }

            return isRight;
        }
        finally
        {
            _hashing.Release();
        }
    }

    /// <summary>Forgets what was right: the users changed.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            _right.Clear();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _hashing.Dispose();

    private bool IsRemembered(string name, byte[] digest)
    {
        lock (_lock)
        {
            return _right.TryGetValue(name, out var right) && CryptographicOperations.FixedTimeEquals(right, digest);
        }
    }

    private static bool Verify(string password, string hash)
    {
        try
        {
            return BCrypt.Net.BCrypt.Verify(password, hash);
        }
        catch (Exception e) when (e is SaltParseException or ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Name, hash and password with their lengths, so that no two of them can be put together to the same.</summary>
    private static byte[] Digest(string name, string hash, string password) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"{name.Length}:{name}{hash.Length}:{hash}{password}"));

    private static bool TryParse(string authorization, out string name, out string password)
    {
        (name, password) = ("", "");
        if (!AuthenticationHeaderValue.TryParse(authorization, out var header) || !header.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase)
            || header.Parameter is not { } encoded)
        {
            return false;
        }

        var bytes = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, bytes, out var length))
        {
            return false;
        }

        var text = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            return false;
        }

        (name, password) = (text[..colon], text[(colon + 1)..]);
        return true;
    }
}
