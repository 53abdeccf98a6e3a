using System.Buffers;
using System.Text;
using Personalization.Abstractions.Profiles;
using Personalization.Client.Api.Http;
using Personalization.Client.Api.Users;

namespace Personalization.Tests.Api.Users;

public sealed class PreferencesReaderTests
{
    [Fact]
    public void A_valid_body_becomes_a_change()
    {
        PreferencesChange preferences = Validate(
            """{"categories":["shoes","boots","shoes"],"attributes":{"country":"NL"},"optOut":true}""", out _)!;

        Assert.Equal(["shoes", "boots"], preferences.Categories!.Value);
        Assert.Equal("NL", preferences.Attributes!["country"]);
        Assert.True(preferences.OptOut);
    }

    [Fact]
    public void A_field_that_the_body_does_not_name_keeps_its_value()
    {
        StatedPreferences before = new() { Categories = ["tents"], OptOut = true };
        Assert.Same(before.Attributes, Validate("{}", out _)!.ApplyTo(before).Attributes);
        Assert.True(Validate("""{"categories":[]}""", out _)!.ApplyTo(before) is { OptOut: true, Categories: [] });
        Assert.False(Validate("""{"optOut":false}""", out _)!.ApplyTo(before).OptOut);
    }

    [Fact]
    public void Every_error_is_listed()
    {
        string body = $$"""
            {"categories":["", "{{new string('c', 129)}}"],
             "attributes":{"country":null,"{{new string('n', 65)}}":"x"},"optOut":"no"}
            """;
        Assert.Null(Validate(body, out string errors));
        Assert.Equal("$.optOut malformed,$.categories[0] invalid,$.categories[1] tooLong,$.attributes['country'] "
            + "required,$.attributes tooLong", errors);
    }

    private static PreferencesChange? Validate(string json, out string errors)
    {
        ParsedElement<RawPreferences> body = JsonBody.Read(
            new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(json)), 1, PreferencesReader.Read).Elements[0];
        PreferencesChange? preferences = PreferencesReader.Validate(body.Value!, body.Errors);
        errors = string.Join(',', body.Errors.Select(error => $"{error.Path} {error.Code}"));
        return preferences;
    }
}
