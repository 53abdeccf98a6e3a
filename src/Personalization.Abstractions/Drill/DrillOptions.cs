namespace Personalization.Abstractions.Drill;

/// <summary>
/// Takes defences away, one by one, so that a drill can show what each is worth. Only where nobody is served: each is refused unless
/// <see cref="On"/> is set as well.
/// </summary>
public sealed class DrillOptions
{
    /// <summary>True if this process is part of a drill.</summary>
    public bool On { get; set; }

    /// <summary>True lets list calls wait up to a minute for the engine.</summary>
    public bool NoDeadlines { get; set; }

    /// <summary>True repeats no failed call.</summary>
    public bool NoRetries { get; set; }

    /// <summary>True accepts every feed that can be read.</summary>
    public bool NoValidation { get; set; }

    /// <summary>True answers an error where a fallback level would answer.</summary>
    public bool NoLadder { get; set; }

    /// <summary>Everything that is wrong with the options together. Empty when they are good.</summary>
    public IEnumerable<string> Validate()
    {
        (string Name, bool Set)[] missing = [(nameof(NoDeadlines), NoDeadlines), (nameof(NoRetries), NoRetries), (nameof(NoValidation), NoValidation), (nameof(NoLadder), NoLadder)];
        return On ? [] : missing.Where(defence => defence.Set).Select(defence => $"{defence.Name} is true: it takes a defence away, for drills only; where nobody is served set {nameof(On)} to true as well.");
    }
}
