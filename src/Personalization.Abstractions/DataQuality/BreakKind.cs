namespace Personalization.Abstractions.DataQuality;

/// <summary>In which way a client's behaviour data differ from their own history.</summary>
[GenerateSerializer, Alias("Personalization.BreakKind")]
public enum BreakKind
{
    /// <summary>Far more or far fewer events than at this hour of such a day.</summary>
    Volume = 0,

    /// <summary>More events are invalid.</summary>
    Rejects = 1,

    /// <summary>More events are about items the catalogue does not have.</summary>
    UnknownItems = 2,

    /// <summary>More events claim to have happened ahead of the engine's clock, or long before they came in.</summary>
    ClockSkew = 3,

    /// <summary>More events were sent before.</summary>
    Duplicates = 4,

    /// <summary>Another mix of event types.</summary>
    EventTypes = 5,

    /// <summary>An optional field comes with other shares of the events.</summary>
    Fields = 6,

    /// <summary>The magnitude of <c>value</c> has changed: other units.</summary>
    Values = 7,
}
