namespace Personalization.OperatorConsole.Verdicts;

/// <summary>The state of an experiment in one sentence, with a traffic light.</summary>
/// <param name="Light"><c>ok</c>, <c>warn</c>, <c>bad</c>, or empty for an experiment without a conclusion.</param>
/// <param name="Sentence">The sentence for a product manager.</param>
public sealed record ExperimentVerdict(string Light, string Sentence)
{
    /// <summary>The meaning of the light.</summary>
    public string LightText => Light switch
    {
        "ok" => "An arm is better",
        "bad" => "Act now",
        "warn" => "An arm is worse",
        _ => "Not decided",
    };
}
