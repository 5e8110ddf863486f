namespace Exporters.Probes.Results;

/// <summary>The label values of <see cref="FailureReason"/>, in its order.</summary>
internal static class FailureReasons
{
    private static readonly string[] Names =
    [
        "dns", "refused", "timeout", "tls_expired", "tls_untrusted", "tls_name_mismatch", "status", "body", "too_many_redirects", "reset", "other",
    ];

    /// <summary>Every label value.</summary>
    public static ReadOnlySpan<string> All => Names;

    /// <summary>The label value of one reason.</summary>
    public static string Name(FailureReason reason) => Names[(int)reason];
}
