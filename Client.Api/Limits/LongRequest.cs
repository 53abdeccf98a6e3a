namespace Personalization.Client.Api.Limits;

/// <summary>
/// Endpoint metadata: the request lasts as long as the client wants and is limited elsewhere. It takes no place among
/// the requests in progress; the rates of keys, users and addresses apply.
/// </summary>
internal sealed class LongRequest
{
    /// <summary>The only instance.</summary>
    public static LongRequest Instance { get; } = new();

    private LongRequest()
    {
    }
}
