namespace Personalization.Abstractions.Drill;

/// <summary>
/// Takes defences away, one by one, so that a drill can show what each is worth. Only where nobody is served: each is refused unless
/// <see cref="On"/> is set as well.
/// </summary>
public sealed class DrillOptions
{
    /// <summary>Whether this process is part of a drill.</summary>
    public bool On { get; set; }

    /// <summary>Reads wait for the engine for as long as a minute, whatever the client says.</summary>
    public bool NoDeadlines { get; set; }

    /// <summary>A call that failed for a moment is not repeated.</summary>
    public bool NoRetries { get; set; }

    /// <summary>What can be read of a feed goes into force, whole or not.</summary>
    public bool NoValidation { get; set; }

    /// <summary>A read the engine does not answer is an error.</summary>
    public bool NoLadder { get; set; }

    /// <summary>Everything that is wrong with the options together. Empty when they are good.</summary>
    public IEnumerable<string> Validate()
    {
        (string Name, bool Set)[] missing = [(nameof(NoDeadlines), NoDeadlines), (nameof(NoRetries), NoRetries), (nameof(NoValidation), NoValidation), (nameof(NoLadder), NoLadder)];
        return On ? [] : missing.Where(defence => defence.Set).Select(defence => $"{defence.Name} is true: it takes a defence away, for drills only; where nobody is served set {nameof(On)} to true as well.");
    }
}
