namespace Exporters.Web;

/// <summary>Whether clients show certificates; the names are those of <c>client_auth_type</c>.</summary>
internal enum ClientAuth : byte
{
    /// <summary>None is asked for.</summary>
    NoClientCert,

    /// <summary>One is asked for, need not be shown, and is not verified.</summary>
    RequestClientCert,

    /// <summary>One must be shown, and is not verified.</summary>
    RequireAnyClientCert,

    /// <summary>One that is shown is verified.</summary>
    VerifyClientCertIfGiven,

    /// <summary>One must be shown, and is verified.</summary>
    RequireAndVerifyClientCert,
}
