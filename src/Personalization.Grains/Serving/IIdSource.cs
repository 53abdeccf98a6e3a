namespace Personalization.Grains.Serving;

/// <summary>Where names that must not repeat come from; injected, so that tests are exact.</summary>
public interface IIdSource
{
    /// <summary>A new name of lower-case letters and digits, unique over all silos and restarts.</summary>
    string NextId();
}
