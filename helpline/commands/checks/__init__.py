"""What `helpline doctor` looks at; each file answers with findings and changes nothing."""
