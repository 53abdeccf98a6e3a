using Personalization.Abstractions.Events;

namespace Personalization.Tests.Abstractions;

public sealed class EventValidatorTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);
    private static readonly EventValidator Validator = new(new EventVocabulary([new EventTypeDefinition("tasted", 2)]));
    private static readonly RawEvent Good = new() { EventId = "e", UserId = "u", Type = "view", ItemId = "p" };

    [Fact]
    public void A_minimal_event_is_valid_and_has_the_present_time()
    {
        UserEvent valid = AssertValid(Good);
        Assert.Equal(
            ("e", "u", "view", "p", Now),
            (valid.EventId, valid.UserId.Value, valid.Type, valid.ItemId.Value, valid.OccurredAt));
        Assert.Empty(valid.Properties);
        Assert.Null(valid.Value);
    }

    [Fact]
    public void All_fields_are_copied_and_the_time_is_UTC()
    {
        UserEvent valid = AssertValid(Good with
        {
            Type = "tasted",
            OccurredAt = new DateTimeOffset(2026, 11, 22, 11, 0, 0, TimeSpan.FromHours(2)),
            Value = 12.5,
            Placement = "home",
            RecommendationId = "r",
            Properties = new Dictionary<string, string?> { ["a"] = "", ["b"] = "x" },
        });
        Assert.Equal(
            (new DateTimeOffset(2026, 11, 22, 9, 0, 0, TimeSpan.Zero), TimeSpan.Zero),
            (valid.OccurredAt, valid.OccurredAt.Offset));
        Assert.Equal(
            ("tasted", 12.5, "home", "r", "x"),
            (valid.Type, valid.Value, valid.Placement, valid.RecommendationId, valid.Properties["b"]));
    }

    [Fact]
    public void All_errors_are_listed()
    {
        List<ValidationError> errors = [];
        UserEvent? valid = Validator.Validate(
            new RawEvent
            {
                Type = "stared",
                ItemId = "a\nb",
                OccurredAt = Now.AddMinutes(11),
                Value = double.NaN,
                Placement = new string('x', 129),
                RecommendationId = "",
                Properties = new Dictionary<string, string?> { [""] = null, ["long"] = new string('x', 1025) },
            },
            Now, "$[3]", errors);
        Assert.Null(valid);
        Assert.Equal(
            [
                ("$[3].eventId", "required"),
                ("$[3].userId", "required"),
                ("$[3].itemId", "invalid"),
                ("$[3].type", "unknown"),
                ("$[3].occurredAt", "outOfRange"),
                ("$[3].value", "outOfRange"), ("$[3].placement", "tooLong"), ("$[3].recommendationId", "invalid"),
                ("$[3].properties", "invalid"),
                ("$[3].properties['']", "required"),
                ("$[3].properties['long']", "tooLong"),
            ],
            errors.Select(error => (error.Path, error.Code)));
        Assert.Contains("tasted", errors[3].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_event_lists_all_required_fields() =>
        Assert.Equal(
            ["$.eventId", "$.userId", "$.itemId", "$.type"], Errors(new RawEvent()).Select(error => error.Path));

    [Fact]
    public void Boundaries_are_inclusive()
    {
        _ = AssertValid(Good with { OccurredAt = Now + EventValidator.MaxClockSkew });
        _ = AssertValid(Good with { OccurredAt = EventValidator.Oldest });
        _ = AssertValid(Good with { Value = 0 });
        _ = AssertValid(Good with { Value = 1e12 });
        _ = AssertValid(Good with
        {
            EventId = new string('e', 128),
            Placement = new string('p', 128),
            UserId = new string('u', 256),
            ItemId = new string('i', 256)
        });
        _ = AssertValid(Good with { Properties = Properties(32, 64, 1024) });
    }

    [Fact]
    public void Values_beyond_a_boundary_are_rejected()
    {
        AssertOne(
            Good with { OccurredAt = Now + EventValidator.MaxClockSkew + TimeSpan.FromTicks(1) },
            "$.occurredAt",
            "outOfRange");
        AssertOne(
            Good with { OccurredAt = EventValidator.Oldest - TimeSpan.FromTicks(1) }, "$.occurredAt", "outOfRange");
        AssertOne(Good with { Value = -double.Epsilon }, "$.value", "outOfRange");
        AssertOne(Good with { Value = double.PositiveInfinity }, "$.value", "outOfRange");
        AssertOne(Good with { EventId = new string('e', 129) }, "$.eventId", "tooLong");
        AssertOne(Good with { UserId = new string('u', 257) }, "$.userId", "tooLong");
        AssertOne(Good with { ItemId = new string('i', 257) }, "$.itemId", "tooLong");
        AssertOne(Good with { Type = "View" }, "$.type", "unknown");
        AssertOne(Good with { Type = "" }, "$.type", "required");
        AssertOne(Good with { Properties = Properties(33, 1, 1) }, "$.properties", "tooLong");
        AssertOne(
            Good with { Properties = new Dictionary<string, string?> { [new string('n', 65)] = "x" } },
            "$.properties",
            "invalid");
    }

    private static Dictionary<string, string?> Properties(int count, int nameLength, int valueLength) =>
        Enumerable.Range(0, count).ToDictionary(
            i => $"{i}".PadLeft(nameLength, 'n'), _ => (string?)new string('v', valueLength), StringComparer.Ordinal);

    private static UserEvent AssertValid(RawEvent raw)
    {
        List<ValidationError> errors = [];
        UserEvent? valid = Validator.Validate(raw, Now, "$", errors);
        Assert.Empty(errors);
        return Assert.IsType<UserEvent>(valid);
    }

    private static void AssertOne(RawEvent raw, string path, string code) =>
        Assert.Equal((path, code), Assert.Single(Errors(raw).Select(error => (error.Path, error.Code))));

    private static List<ValidationError> Errors(RawEvent raw)
    {
        List<ValidationError> errors = [];
        Assert.Null(Validator.Validate(raw, Now, "$", errors));
        return errors;
    }
}
