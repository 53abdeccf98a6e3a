using CsCheck;

namespace Personalization.ClusterTests.Fuzz;

/// <summary>The sender of a request.</summary>
/// <param name="Role">The role of the key; <c>none</c> without a key and <c>wrong</c> with an unknown one.</param>
/// <param name="User">The user of a valid token; null without one.</param>
/// <param name="IsFromShop">True if the request comes from a page of the public key's origin.</param>
internal sealed record AccessCase(string Role, string? User, bool IsFromShop)
{
    /// <summary>Generates requests with a key, a token and an origin.</summary>
    public static Gen<(AccessCase Case, FuzzRequest Request)> Generate(
        Gen<FuzzRequest> requests, ApiDescription description, int users)
    {
        ApiOperation lists = description.Operations.Single(
            operation => operation is { Method: "GET", Path: "/v1/users/{id}/recommendations" });
        string[] subjects = [.. AccessKeys.Subjects(users)];
        (string User, string[] Forged, string Valid)[] tokens =
        [.. subjects.Select(user => (user, AccessKeys.Forged(user), AccessKeys.Token(user)))];
        Gen<string> role = Gen.Frequency(
            (8, Gen.Const("public")), (6, Gen.OneOf(AccessKeys.Roles)), (1, Gen.OneOf("none", "wrong")));
        return Gen.Select(
            requests,
            role,
            Gen.Int[0, tokens.Length - 1],
            Gen.Int[0, 15],
            Gen.Frequency((6, Gen.Const<string?>(AccessKeys.Origin)), (1, Gen.OneOf<string?>(
                null, "https://evil.example", "null", "https://shop.example.evil.example"))),
            Gen.Int[0, 3],
            (request, named, subject, kind, origin, own) =>
            {
                (string user, string[] forged, string valid) = tokens[subject];
                string? token = kind < forged.Length ? forged[kind] : kind == forged.Length ? null : valid;
                FuzzRequest sent = own == 0 && named == "public"
                    ? new FuzzRequest(lists, "GET", $"/v1/users/{user}/recommendations?count=5", null, null)
                    : request;
                AccessCase who = new(
                    named, ReferenceEquals(token, valid) ? user : null, origin == AccessKeys.Origin);
                return (who, sent with { Headers = HeadersOf(named, token, origin) });
            });
    }

    private static List<(string Name, string Value)> HeadersOf(string role, string? token, string? origin)
    {
        List<(string Name, string Value)> headers = [];
        if (role != "none")
        {
            headers.Add(("X-Api-Key", AccessKeys.TextOf(role)));
        }

        if (token is not null)
        {
            headers.Add(("Authorization", $"Bearer {token}"));
        }

        if (origin is not null)
        {
            headers.Add(("Origin", origin));
        }

        return headers;
    }
}
