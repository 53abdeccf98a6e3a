namespace Personalization.Hosting.Sample;

/// <summary>A department of the sample shop. Its categories share brands and colors.</summary>
public enum Department
{
    /// <summary>Camping, hiking, climbing, cycling, paddling, winter.</summary>
    Outdoor = 0,

    /// <summary>Kitchen, tableware, bedroom, living.</summary>
    Home = 1,

    /// <summary>Garden and workshop.</summary>
    Yard = 2,
}
